import { describe, expect, it } from 'vitest'
import { calibrated, usesAll } from '#experiments/calibration/apply.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from './small-calibration.ts'

const calibration = smallCalibration()
const scenario = smallScenario()

describe('a calibrated scenario', () => {
  it('has the measured costs, the processors of the machine, and the loop of the real driver', () => {
    const { costs, nodes, client, costsAtRate } = calibrated(scenario, calibration)
    expect(costs.render.fixedMs).toBeCloseTo(0.5, 9)
    expect(costs.write).toEqual(scenario.costs.write)
    expect(costs.remote.fixedMs).toBeCloseTo(0.05, 9)
    expect(nodes).toMatchObject({ cores: calibration.machine.processors, turnMs: 5 })
    expect(nodes.coldCode).toEqual({ ...scenario.nodes.coldCode, ...calibration.coldCode })
    expect(client.asksForShards).toBe(false)
    expect(calibrated(scenario, calibration).gateway.sharePollMs).toBe(500)
    expect(calibrated(scenario, { ...calibration, parts: {} }).gateway.sharePollMs).toBe(0)
    expect(costsAtRate).toHaveLength(2)
  })

  it('keeps the sum of a database round trip', () => {
    const { database } = calibrated(scenario, calibration)
    expect(database.roundTrip.meanMs + database.query.meanMs).toBeCloseTo(
      calibration.fit.delays.database.meanMs,
      9,
    )
  })

  it('does without what is not used', () => {
    const { costs, nodes, costsAtRate, redis } = calibrated(scenario, calibration, {
      parts: false,
      loop: false,
      load: false,
      speed: false,
      compiling: false,
      shapes: false,
    })
    expect([costs.remote.fixedMs, costs.replyBody.fixedMs, nodes.turnMs]).toEqual([0, 0, 0])
    expect(costsAtRate).toEqual([])
    expect(nodes.coldCode).toMatchObject({ extraRatio: 0, compileMs: 0 })
    expect(redis.roundTrip.shape).toBe('exponential')
    expect(costs.render.factors).toEqual([])
  })

  it('can be simulated, and everything it shares makes answers slower', () => {
    const mean = (uses: typeof usesAll) =>
      simulate(calibrated(scenario, calibration, uses)).metrics['responseMs.mean']!.value
    expect(mean(usesAll)).toBeGreaterThan(mean({ ...usesAll, parts: false }))
    expect(mean(usesAll)).toBeGreaterThan(mean({ ...usesAll, loop: false }))
  })
})
