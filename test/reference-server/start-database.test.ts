import { expect, test } from 'vitest'
import { startDatabase } from '#server/start-database.ts'
import { smallScenario } from './small-scenario.ts'

const site = { folder: '/nowhere', children: [], ends: [], stop: () => Promise.resolve() }

test('a database that was asked to be embedded runs in the launcher, and says that it is not real', async () => {
  const scenario = smallScenario()
  expect(await startDatabase(scenario, { database: 'embedded', runDir: '/nowhere' }, site)).toEqual({
    choice: { kind: 'parent' },
    part: 'embedded database (not real)',
  })
  expect(site.children).toEqual([])
})
