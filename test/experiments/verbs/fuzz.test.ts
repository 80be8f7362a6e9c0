import { expect, it } from 'vitest'
import { fuzz } from '#experiments/verbs/fuzz.ts'
import { callVerb } from '../command.ts'

it('plays a range of seeds on worker threads and tells how fast', async () => {
  const { status, stdout } = await callVerb(fuzz, ['--seeds', '100..299', '--json'])
  const found = JSON.parse(stdout)
  expect(found).toMatchObject({ seeds: 200, failed: 0, failures: [] })
  expect(found.operations).toBeGreaterThan(10_000)
  expect(status).toBe(0)
})

it('refuses a range that ends before it begins and a protocol that does not exist', async () => {
  expect(await callVerb(fuzz, ['--seeds', '9..3'])).toMatchObject({ status: 2 })
  expect((await callVerb(fuzz, ['--policy', 'pubsub'])).stderr).toMatch(/did you mean pub-sub/)
})
