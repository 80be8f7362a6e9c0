import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RankedQueue } from '#core/collections/ranked-queue.ts'

it.each(['earliest', 'latest'] as const)(
  'does what a sorted list does, the %s of equal ones first',
  (among) => {
    const sign = among === 'earliest' ? 1 : -1
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: 0, max: 5 }), { nil: 'shift' as const })), (steps) => {
        const queue = new RankedQueue<number>(among)
        const list: { rank: number; at: number }[] = []
        for (const [at, step] of steps.entries()) {
          if (step === 'shift') {
            expect(queue.shift()).toBe(list.shift()?.at)
          } else {
            queue.push(at, step)
            list.push({ rank: step, at })
            list.sort((a, b) => a.rank - b.rank || sign * (a.at - b.at))
          }
          expect(queue.length).toBe(list.length)
          expect(queue.peek()).toBe(list[0]?.at)
          expect(queue.firstRank()).toBe(list[0]?.rank ?? Number.POSITIVE_INFINITY)
        }
      }),
      { seed: 1, numRuns: 500 },
    )
  },
)

it('grows', () => {
  const queue = new RankedQueue<number>()
  for (let i = 0; i < 1000; i++) queue.push(i, (i * 7919) % 1000)
  const ranks = Array.from({ length: 1000 }, () => (queue.shift()! * 7919) % 1000)
  expect(ranks).toEqual(Array.from({ length: 1000 }, (_, rank) => rank))
})
