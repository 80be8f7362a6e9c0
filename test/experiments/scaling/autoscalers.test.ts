import { describe, expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

/** The first hours of the first day. */
const morning = (by: string) => {
  const { metrics } = simulate(
    readScenario('experiments/scaling/diurnal.yaml', ['duration=2 h', 'warmUp=1 h', `nodes.scale.by=${by}`]),
  )
  return (name: string) => metrics[name]!.value
}

describe('autoscalers on real traffic', () => {
  it('need fewer node-hours than a fleet for the peak, at a bounded price in waiting', () => {
    const fixed = morning('{policy: fixed-fleet, replicas: 7}')
    const scaled = morning('{policy: kubernetes-hpa, targetPercent: 60}')
    expect(fixed('nodeHours')).toBeCloseTo(7, 6)
    expect(scaled('nodeHours')).toBeLessThan(0.75 * fixed('nodeHours'))
    expect(scaled('responseMs.p99')).toBeLessThan(2 * fixed('responseMs.p99'))
    expect(scaled('errorRatio')).toBe(0)
  })

  it('that have no window start and stop all the time where a start takes long', () => {
    const hasty = morning('{policy: queue-based, backlog: 1.5}')
    const calm = morning('{policy: kubernetes-hpa, processor: false, concurrency: 1}')
    expect(hasty('nodeStarts')).toBeGreaterThan(10 * calm('nodeStarts'))
  })
})
