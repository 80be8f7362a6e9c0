import { describe, expect, it } from 'vitest'
import type { Discipline } from '#core/scenario/traffic.ts'
import { Serving } from '#sim/station/serving.ts'
import { type Arrival, byHand } from './by-hand.ts'
import { agrees, poisson } from './run-queueing.ts'

const none = { patience: undefined, vacation: undefined, setUp: undefined }
const serve = (arrivals: readonly Arrival[], discipline: Discipline, more: object = {}, servers = 1) =>
  byHand((around) => new Serving({ servers, room: 0, discipline }, { ...none, ...more }, around), arrivals)
const four = [
  { atMs: 0, sizeMs: 4, priority: 2 },
  { atMs: 1, sizeMs: 3, priority: 2 },
  { atMs: 2, sizeMs: 1, priority: 1 },
  { atMs: 3, sizeMs: 2, priority: 2 },
]

describe('a station that lets services end', () => {
  it.each([
    ['fcfs', [4, 7, 8, 10]],
    ['lcfs', [4, 10, 7, 6]],
    ['sjf', [4, 10, 5, 7]],
    ['priority', [4, 8, 5, 10]],
    ['infinite-servers', [4, 4, 3, 5]],
  ] as const)('%s serves in its order', (discipline, left) => {
    expect(serve(four, discipline).left).toEqual(left)
  })

  it('two servers take two at a time', () => {
    expect(serve(four, 'fcfs', {}, 2)).toEqual({ left: [4, 4, 5, 6], waits: [0, 0, 2, 1] })
  })

  it('who loses patience is never served, and nobody waits for it', () => {
    const { left } = serve(four, 'fcfs', { patience: () => 2.5 })
    expect(left).toEqual([4, undefined, 5, 7])
  })

  it('a vacation is finished before somebody is served', () => {
    const { left } = serve(
      [
        { atMs: 1, sizeMs: 1 },
        { atMs: 3.5, sizeMs: 1 },
      ],
      'fcfs',
      { vacation: () => 2 },
    )
    expect(left).toEqual([3, 6])
  })

  it('a set-up comes before the first service of a busy period only', () => {
    const { left } = serve(
      [
        { atMs: 0, sizeMs: 1 },
        { atMs: 1, sizeMs: 1 },
        { atMs: 9, sizeMs: 1 },
      ],
      'fcfs',
      { setUp: () => 2 },
    )
    expect(left).toEqual([3, 4, 12])
  })

  it('waits after a set-up as Welch says', () => {
    const raw = { arrivals: poisson(500), service: { mean: '1 ms' }, setUp: { mean: '2 ms' } }
    expect(agrees(raw, 'responseMs.mean', 4)).toBe(true)
  })
})
