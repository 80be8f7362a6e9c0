import { expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import { type Level, openLevel } from '#core/cache/node/level.ts'
import { tenantLevels } from '#core/cache/share/tenant-levels.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'

const capacityCount = 120
const eviction = { policy: 'lru' }
const parts = (divides: string, clock = { now: 0 }, leastRatio = 0.25) =>
  tenantLevels({
    capacityCount,
    eviction,
    tenants: 2,
    clock,
    share: {
      isEnabled: true,
      divides: { policy: divides },
      sizing: { policy: 'mattson' },
      leastRatio,
      periodMs: 1000,
    },
  })
const copy = (tenant: number, key: number) =>
  copyAsTold({ tenant, key, version: 1, sizeBytes: 1, expiresAt: Infinity, value: undefined })

/** Hit ratio of tenant 0, quiet, with 100 pages by Zipf's law; tenant 1, noisy, asks nine times as often for pages that never come back. */
function quietHitRatio(level: Level, clock: { now: number }, hasNeighbour: boolean): number {
  const page = zipfSampler(100, 0.8, stream(7, 'tenant-levels'))
  let hits = 0
  let requests = 0
  let fresh = 1000
  for (let turn = 0; turn < 40_000; turn++) {
    clock.now = turn
    const isQuiet = turn % 10 === 0
    if (!isQuiet && !hasNeighbour) continue
    const [tenant, key] = isQuiet ? [0, page()] : [1, fresh++]
    const isHit = level.find({ tenant, key }, turn) !== undefined
    if (!isHit) level.put(copy(tenant, key))
    if (!isQuiet || turn < 10_000) continue
    requests++
    if (isHit) hits++
  }
  level.check()
  return hits / requests
}

it('a noisy tenant takes a quiet one from a hit ratio of 1.00 to 0.27 where the room is open; with parts it keeps 0.79, as without neighbour (even), or 0.94 (by its curve)', () => {
  const open = (hasNeighbour: boolean) =>
    quietHitRatio(openLevel({ capacityCount, eviction }), { now: 0 }, hasNeighbour)
  const divided = (divides: string, hasNeighbour: boolean) => {
    const clock = { now: 0 }
    return quietHitRatio(parts(divides, clock), clock, hasNeighbour)
  }
  expect(open(false)).toBeGreaterThan(0.99)
  expect(open(true)).toBeCloseTo(0.27, 1)
  expect(divided('even', true)).toBe(divided('even', false))
  expect(divided('even', true)).toBeCloseTo(0.79, 1)
  // The curve of the noisy tenant says that room is of no use to it.
  expect(divided('marginal-gain', true)).toBeCloseTo(0.94, 1)
})

it('parts follow the curves, never exceed the level, and keep a least size', () => {
  const clock = { now: 0 }
  const level = parts('marginal-gain', clock)
  expect(level.capacities).toEqual([60, 60])
  quietHitRatio(level, clock, true)
  const [quiet, noisy] = level.capacities
  expect(quiet! + noisy!).toBeLessThanOrEqual(capacityCount)
  expect(noisy).toBeGreaterThanOrEqual(15)
  expect(quiet).toBeGreaterThan(80)
})

it('a part that shrinks keeps what was used last', () => {
  const clock = { now: 0 }
  const left: number[] = []
  const level = tenantLevels({
    capacityCount: 8,
    eviction,
    tenants: 2,
    clock,
    evicted: ({ entry }) => left.push(entry.key),
    share: {
      isEnabled: true,
      divides: { policy: 'marginal-gain' },
      sizing: { policy: 'mattson' },
      leastRatio: 0.25,
      periodMs: 1000,
    },
  })
  for (const key of [1, 2, 3, 4]) level.put(copy(1, key))
  // Tenant 0 loops over six pages: it gains from every place, tenant 1 from none.
  for (let turn = 0; turn < 60; turn++) level.find({ tenant: 0, key: 10 + (turn % 6) }, clock.now)
  level.find({ tenant: 1, key: 1 }, clock.now)
  clock.now = 1000
  level.find({ tenant: 0, key: 10 }, clock.now)
  const [, own] = level.capacities
  expect(own).toBeLessThan(4)
  expect(left).toEqual([2, 3, 4].slice(0, 4 - own!))
  expect(level.peek({ tenant: 1, key: 1 })?.entry).toEqual(copy(1, 1).entry)
})

it('refuses more tenants than copies', () => {
  expect(() => parts('even')).not.toThrow()
  expect(() =>
    tenantLevels({
      capacityCount: 1,
      eviction,
      tenants: 2,
      clock: { now: 0 },
      share: {
        isEnabled: true,
        divides: { policy: 'even' },
        sizing: { policy: 'mattson' },
        leastRatio: 0,
        periodMs: 1,
      },
    }),
  ).toThrow(/cannot be divided among 2/)
})
