import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shardCount, shardStarts, slotBytes } from '#core/render/partition.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const { render } = smallScenario()

it('a page has 7 to 12 shards of at most 16 KiB each, whatever its size and the load', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_048_576 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (pageBytes, utilisation) => {
        const shards = shardCount(render, pageBytes, utilisation)
        const starts = shardStarts(render.shardsMax, shards)
        const largest =
          Math.max(...starts.slice(1).map((end, index) => end - starts[index]!)) *
          slotBytes(render, pageBytes)
        return shards >= 7 && shards <= 12 && largest <= 16_384
      },
    ),
  )
})

it('the number of shards grows with the load, unless it is fixed', () => {
  const counts = [0, 0.2, 0.4, 0.6, 1].map((utilisation) => shardCount(render, 20_000, utilisation))
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
  expect(counts[0]).toBe(7)
  expect(counts.at(-1)).toBe(12)
  expect(shardCount({ ...render, partition: 'fixed' }, 20_000, 1)).toBe(7)
})

it('neighbouring shards differ by at most one slot and cover all slots', () => {
  for (let shards = 7; shards <= 12; shards++) {
    const starts = shardStarts(12, shards)
    const sizes = starts.slice(1).map((end, index) => end - starts[index]!)
    expect(starts[0]).toBe(0)
    expect(starts.at(-1)).toBe(12)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
  }
})
