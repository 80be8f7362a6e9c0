import { describe, expect, it } from 'vitest'
import { replayTrace } from '#core/cache/replay-trace.ts'
import { stream } from '#core/random.ts'
import { perform } from '#experiments/cache/curve.ts'

const random = stream(1, 'curve')
/** Some keys are asked for much more often than others. */
const keys = Uint32Array.from({ length: 60_000 }, () => Math.floor(20_000 * random() ** 3))
const sizes = keys.map((key) => 1 + ((key * 7) % 9))
const capacities = [200, 1000, 4000]
const exact = (policy: string, trace: { keys: Uint32Array; sizes?: Uint32Array }) =>
  capacities.map((capacity) => replayTrace(trace, { policy: { policy }, capacity }).misses / keys.length)
const curve = (policy: string, sampleRatio: number, trace: { keys: Uint32Array; sizes?: Uint32Array }) =>
  perform({ job: { trace, policy: { policy }, capacities, sampleRatio, seed: 0 } })
const furthest = (found: readonly number[], expected: readonly number[]) =>
  Math.max(...found.map((ratio, index) => Math.abs(ratio - expected[index]!)))

describe('a miss-ratio curve', () => {
  it('of LRU is exact at every capacity from one pass', () => {
    const { method, missRatios } = curve('lru', 1, { keys })
    expect(method).toBe('stack distances')
    expect(furthest(missRatios, exact('lru', { keys }))).toBeLessThan(1e-12)
  })

  it('of LRU with sizes is near', () => {
    const { missRatios } = curve('lru', 1, { keys, sizes })
    expect(furthest(missRatios, exact('lru', { keys, sizes }))).toBeLessThan(0.005)
  })

  it.each(['lru', 'sieve', 's3-fifo', 'belady'])('of %s is near from a tenth of the keys', (policy) => {
    const { method, sampleRatio, missRatios } = curve(policy, 0.1, { keys })
    expect(method).toBe(policy === 'lru' ? 'sampled stack distances' : 'miniature simulation')
    expect(sampleRatio).toBe(0.1)
    expect(furthest(missRatios, exact(policy, { keys }))).toBeLessThan(0.06)
  })

  it('of any other policy is its own simulation when all keys are taken', () => {
    expect(curve('arc', 1, { keys })).toMatchObject({
      method: 'simulation',
      missRatios: exact('arc', { keys }),
    })
  })
})
