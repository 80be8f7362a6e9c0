import { expect, it } from 'vitest'
import { createTiers } from '#core/cache/node/tiers.ts'
import { writeWeights } from '#core/cache/node/write-weights.ts'

const config = { isEnabled: true, ratePerSecond: 1, burstCount: 2, periodMs: 1000 }

it('a key that nobody reads costs a token, one that was read three times a quarter', () => {
  const weights = writeWeights(config, 100, { now: 0 })
  for (let read = 0; read < 3; read++) weights.asked(7)
  expect([weights.weight(8), weights.weight(7)]).toEqual([1, 1 / 4])
})

it('fills are left out when the bucket is empty; hot keys can go on for longer, and tokens come back', () => {
  const clock = { now: 0 }
  const weights = writeWeights(config, 100, clock)
  for (let read = 0; read < 3; read++) weights.asked(7)
  const paid = (key: number) => Array.from({ length: 10 }, () => weights.pays(key)).filter(Boolean).length
  expect(paid(7)).toBe(8)
  expect(paid(8)).toBe(0)
  clock.now = 500
  expect(weights.pays(8)).toBe(false)
  clock.now = 999
  expect(weights.pays(7)).toBe(true)
})

it('what was read is half forgotten at each evaluation', () => {
  const clock = { now: 0 }
  const weights = writeWeights(config, 100, clock)
  for (let read = 0; read < 7; read++) weights.asked(7)
  const weighed = [0, 1000, 2000, 3000].map((now) => {
    clock.now = now
    return weights.weight(7)
  })
  expect(weighed).toEqual([1 / 8, 1 / 4, 1 / 2, 1])
})

it('under a storm of writes L2 keeps what is read', () => {
  const clock = { now: 0 }
  const tiersWith = (isWeighed: boolean) =>
    createTiers({
      l1CapacityCount: 1,
      l2CapacityCount: 10,
      eviction: { policy: 'lru' },
      weights: isWeighed ? writeWeights(config, 100, clock) : undefined,
    })
  const hits = (tiers: ReturnType<typeof createTiers>) => {
    const written = (key: number, version: number) => ({
      tenant: 0,
      key,
      version,
      sizeBytes: 1,
      expiresAt: Infinity,
      value: undefined,
    })
    let found = 0
    for (let turn = 1; turn <= 500; turn++) {
      clock.now = turn
      for (let cold = 0; cold < 20; cold++)
        tiers.fillByWrite(written(100 + ((turn * 20 + cold) % 1000), turn))
      for (const hot of [1, 2, 3]) {
        if (turn % 5 === hot) tiers.fillByWrite(written(hot, turn))
        if (tiers.find({ tenant: 0, key: hot }, turn) !== undefined) found++
      }
    }
    return found
  }
  const [open, weighed] = [hits(tiersWith(false)), hits(tiersWith(true))]
  expect(weighed).toBeGreaterThan(1.5 * open)
})
