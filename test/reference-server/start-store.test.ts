import { expect, test } from 'vitest'
import { startStore } from '#server/start-store.ts'

const site = { folder: '/nowhere', children: [], ends: [], stop: () => Promise.resolve() }

test('a store that was asked to be embedded runs in the launcher, and says that it is not real', async () => {
  expect(await startStore({ store: 'embedded', runDir: '/nowhere' }, site)).toMatchObject({
    choice: { kind: 'parent' },
    part: 'embedded store (not real)',
    pid: undefined,
  })
  expect(site.children).toEqual([])
})
