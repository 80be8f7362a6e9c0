import { describe, expect, it } from 'vitest'
import type { Discipline } from '#core/scenario/traffic.ts'
import { Preemptive } from '#sim/station/preemptive.ts'
import { type Arrival, byHand } from './by-hand.ts'
import { agrees, poisson } from './run-queueing.ts'

const serve = (arrivals: readonly Arrival[], discipline: Discipline, servers = 1) =>
  byHand((around) => new Preemptive({ servers, room: 0, discipline }, around), arrivals)
const four = [
  { atMs: 0, sizeMs: 4, priority: 2 },
  { atMs: 1, sizeMs: 3.5, priority: 2 },
  { atMs: 2, sizeMs: 1, priority: 1 },
  { atMs: 2.5, sizeMs: 2, priority: 1 },
]

describe('a station that interrupts and resumes', () => {
  it.each([
    ['lcfs-preemptive', [10.5, 7.5, 5, 4.5]],
    ['srpt', [5, 10.5, 3, 7]],
    ['priority-preemptive', [7, 10.5, 3, 5]],
  ] as const)('%s serves in its order, and no work is lost', (discipline, left) => {
    const found = serve(four, discipline)
    expect(found.left).toEqual(left)
    for (const [i, { atMs, sizeMs }] of four.entries())
      expect(found.waits[i]).toBeCloseTo(found.left[i]! - atMs - sizeMs, 9)
  })

  it('the least urgent of several servers is interrupted', () => {
    const { left } = serve(
      [
        { atMs: 0, sizeMs: 9 },
        { atMs: 0, sizeMs: 5 },
        { atMs: 1, sizeMs: 2 },
      ],
      'srpt',
      2,
    )
    expect(left).toEqual([11, 5, 3])
  })

  it('last come first served has the mean response of sharing, whatever the service', () => {
    const service = { shape: 'hyperexponential', mean: '1 ms', cv: 2 }
    const raw = { arrivals: poisson(500), service, discipline: 'lcfs-preemptive' }
    expect(agrees(raw, 'responseMs.mean', 2)).toBe(true)
  })
})
