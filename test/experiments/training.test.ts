import { describe, expect, it } from 'vitest'
import { train } from '#experiments/training.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const scenario = smallScenario({
  control: {
    enabled: true,
    interval: '50 ms',
    fallback: { enabled: false },
    presets: [{ name: 'as it is' }, { name: 'client', csrAboveUtilisation: 0 }],
  },
})

describe('training', () => {
  it('goes on from episode to episode, each with traffic of its own', () => {
    const { results, states } = train(scenario, { episodes: 2, seed: 3 })
    expect(results.map(({ replication, seed }) => [replication, seed])).toEqual([
      [0, 3],
      [1, 3],
    ])
    const first = train(scenario, { episodes: 1, seed: 3 }).states
    let second: unknown
    const control = { ...scenario.control, state: first }
    simulate({ ...scenario, control }, { seed: 3, replication: 1, learned: (told) => (second = told) })
    expect(states).toEqual(second)
    expect(states).not.toEqual(first)
  })

  it('ends early when it is told to, with what was learned', () => {
    const stop = new AbortController()
    const { results, states } = train(scenario, {
      episodes: 5,
      signal: stop.signal,
      progress: () => stop.abort(),
    })
    expect([results.length, states.length]).toEqual([1, 1])
  })

  it('refuses a scenario in which nothing learns', () =>
    expect(() => train(smallScenario(), { episodes: 1 })).toThrow(/control.enabled: nothing learns/))
})
