import { expect, it } from 'vitest'
import { fuzz } from '#experiments/verbs/fuzz.ts'
import { callVerb } from '../command.ts'

/** Ten times what they take on a quiet machine with two processors. */
const timeoutMs = 350_000

it(
  'plays ten thousand seeds on worker threads, and every history keeps its promises',
  async () => {
    const { status, stdout } = await callVerb(fuzz, ['--seeds', '1..10000', '--json'])
    const found = JSON.parse(stdout)
    expect(found).toMatchObject({ seeds: 10_000, failed: 0, failures: [] })
    expect(found.operations).toBeGreaterThan(2_000_000)
    expect(status).toBe(0)
  },
  timeoutMs,
)

it('refuses a range that ends before it begins and a protocol that does not exist', async () => {
  expect(await callVerb(fuzz, ['--seeds', '9..3'])).toMatchObject({ status: 2 })
  expect((await callVerb(fuzz, ['--policy', 'pubsub'])).stderr).toMatch(/did you mean pub-sub/)
})
