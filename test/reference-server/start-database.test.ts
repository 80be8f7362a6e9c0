import { afterEach, expect, test, vi } from 'vitest'
import { startDatabase } from '#server/start-database.ts'
import { smallScenario } from './small-scenario.ts'

afterEach(() => vi.unstubAllEnvs())

const site = { folder: '/nowhere', children: [], ends: [], stop: () => Promise.resolve() }

test('a database that was asked to be embedded runs in the launcher, and says that it is not real', async () => {
  const scenario = smallScenario()
  expect(await startDatabase(scenario, { database: 'embedded', runDir: '/nowhere' }, site)).toEqual({
    choice: { kind: 'parent' },
    part: 'embedded database (not real)',
  })
  expect(site.children).toEqual([])
})

test('a database of the user that does not answer is one clear error', async () => {
  vi.stubEnv('DATABASE_URL', 'postgres://127.0.0.1:1/none')
  await expect(startDatabase(smallScenario(), { runDir: '/nowhere' }, site)).rejects.toMatchObject({
    code: 'OriginUnavailable',
    message: expect.stringMatching(
      /^DATABASE_URL: .*ECONNREFUSED 127\.0\.0\.1:1; correct it, or leave it out/,
    ),
  })
})
