import { describe, expect, it } from 'vitest'
import { arrivals } from '#core/scenario/arrival-schema.ts'
import { check, problemText } from '#core/schema.ts'

const read = (raw: unknown) => check(arrivals, raw, 'arrivals', 'written')

describe('arrivals in a scenario', () => {
  it.each([
    { process: 'poisson', rate: '10 / s' },
    { process: 'renewal', interarrival: { shape: 'erlang', mean: '2 ms', cv: 0.5 } },
    { process: 'batch', rate: '10 / s', group: { law: 'geometric', mean: 2.5 } },
    {
      process: 'mmpp',
      states: [
        { rate: '10 / s', stay: '1 s' },
        { rate: '0 / s', stay: '2 s' },
      ],
    },
    {
      process: 'varying',
      period: '1 s',
      points: [
        { at: '0 s', rate: '10 / s' },
        { at: '500 ms', rate: '20 / s' },
      ],
    },
    { process: 'sessions', rate: '1 / s', group: { mean: 5 }, gap: { mean: '100 ms' } },
    { process: 'trace', times: ['1 ms', '1 ms', '4 ms'] },
  ])('$process is read, and its base form, too', (raw) => {
    const { value, problems } = read(raw)
    expect(problems).toEqual([])
    expect(check(arrivals, value, 'arrivals').problems).toEqual([])
  })

  it.each([
    [{}, /arrivals\.process: is missing/],
    [{ process: 'poison', rate: '1 / s' }, /unknown process 'poison', did you mean 'poisson'/],
    [{ process: 'poisson', rate: '0 / s' }, /arrivals\.rate/],
    [{ process: 'batch', rate: '1 / s', group: { mean: 2.5 } }, /arrivals\.group\.mean: .*whole number/],
    [{ process: 'mmpp', states: [{ rate: '1 / s', stay: '1 s' }] }, /arrivals\.states: .*two or more/],
    [
      {
        process: 'mmpp',
        states: [
          { rate: '1 / s', stay: '1 s', to: [1] },
          { rate: '1 / s', stay: '1 s' },
        ],
      },
      /2 weights/,
    ],
    [
      { process: 'varying', period: '1 s', points: [{ at: '2 s', rate: '1 / s' }] },
      /arrivals\.points: are out of order/,
    ],
    [{ process: 'varying', period: '1 s', points: [{ at: '0 s', rate: '0 / s' }] }, /nobody ever arrives/],
    [{ process: 'trace', times: ['2 ms', '1 ms'] }, /arrivals\.times: /],
  ])('%j is refused', (raw, message) => {
    expect(read(raw).problems.map(problemText).join('\n')).toMatch(message)
  })
})
