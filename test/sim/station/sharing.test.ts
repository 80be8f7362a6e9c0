import { describe, expect, it } from 'vitest'
import { Sharing } from '#sim/station/sharing.ts'
import { type Arrival, byHand } from './by-hand.ts'
import { agrees, poisson } from './run-queueing.ts'

const serve = (arrivals: readonly Arrival[], servers = 1) =>
  byHand((around) => new Sharing({ servers, room: 0, discipline: 'processor-sharing' }, around), arrivals)

describe('a shared station', () => {
  it('serves two at half the speed', () => {
    // The first has 3 left at 1; both run at half speed until the second has had its 1 at 3; then the first alone.
    expect(
      serve([
        { atMs: 0, sizeMs: 4 },
        { atMs: 1, sizeMs: 1 },
      ]),
    ).toEqual({ left: [5, 3], waits: [1, 1] })
  })

  it('equal customers leave together, in order', () => {
    expect(
      serve([
        { atMs: 0, sizeMs: 2 },
        { atMs: 0, sizeMs: 2 },
        { atMs: 0, sizeMs: 2 },
      ]).left,
    ).toEqual([6, 6, 6])
  })

  it('serves as many as it has servers at full speed', () => {
    const both = [
      { atMs: 0, sizeMs: 2 },
      { atMs: 0, sizeMs: 2 },
    ]
    expect(serve(both, 2).left).toEqual([2, 2])
    expect(serve([...both, { atMs: 0, sizeMs: 2 }], 2).left).toEqual([3, 3, 3])
  })

  it('of a size x takes x / (1 - load)', () => {
    const raw = {
      arrivals: poisson(700),
      service: { shape: 'empirical', values: ['0.5 ms', '2 ms'], weights: [2, 1] },
      discipline: 'processor-sharing',
      observe: { sizes: ['2 ms'] },
    }
    expect(agrees(raw, 'responseMs.size.2ms', 2 / 0.3)).toBe(true)
  })
})
