import { describe, expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

/** Goodput after the stall in relation to that before it. */
function recovered(...sets: string[]): number {
  const { metrics } = simulate(readScenario('experiments/metastable/storm.yaml', ['duration=36 s', ...sets]))
  const goodput = (phase: string) => metrics[`throughputPerSecond.${phase}`]!.value
  expect(goodput('before')).toBeGreaterThan(260)
  return goodput('after') / goodput('before')
}

describe('a retry storm', () => {
  it('stays when the stall that began it is over', () => {
    expect(recovered()).toBeLessThan(0.05)
  })

  it('does not come without the stall', () => {
    expect(recovered('faults.stalls=[]')).toBeGreaterThan(0.9)
  })

  it.each([
    ['a budget of retries', ['resilience.retryShare=10 %', 'resilience.retriesMin=1 / s']],
    ['circuit breakers', ['resilience.breaks=true', 'resilience.breakerReset=2 s']],
    ['a limit of requests under way that adapts', ['resilience.admit=gradient2']],
    [
      'shedding by waiting time',
      ['resilience.nodePlaces=16', 'resilience.nodeQueueMax=5000', 'resilience.nodeQueue=codel'],
    ],
    ['deadlines', ['schedule.policy=edf', 'nodes.deadline=500 ms']],
  ])('ends with %s', (_, sets) => {
    expect(recovered(...sets)).toBeGreaterThan(0.9)
  })

  it('is not ended by a limit of the rate, since retries come after it', () => {
    expect(recovered('resilience.admit={policy: token-bucket, rate: 350 / s, burst: 50}')).toBeLessThan(0.05)
  })
})
