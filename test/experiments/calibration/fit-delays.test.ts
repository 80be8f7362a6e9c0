import { expect, it } from 'vitest'
import { calibrated } from '#experiments/calibration/apply.ts'
import { fitDelays } from '#experiments/calibration/fit-delays.ts'
import { atLoad } from '#experiments/live/load-level.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from './small-calibration.ts'

it('round trips become as long as answers of nodes need them to be', () => {
  const scenario = smallScenario({ duration: '8 s', warmUp: '2 s' })
  const made = smallCalibration()
  const phases = made.phases.map((phase) => ({ ...phase, nodeAnswerMs: { ...phase.nodeAnswerMs, mean: 9 } }))
  const calibration = { ...made, phases }
  const delaysAtRate = fitDelays(scenario, calibration)
  const [{ loadRatio }] = phases as [(typeof phases)[0]]
  const fitted = { ...calibration, delaysAtRate: delaysAtRate.slice(0, 1) }
  const { metrics } = simulate(calibrated(atLoad(scenario, loadRatio), fitted))
  expect(delaysAtRate).toHaveLength(2)
  expect(Math.abs(metrics['nodeAnswerMs.mean']!.value / 9 - 1)).toBeLessThan(0.1)
})

it('a load without answers of nodes leaves them as they are', () => {
  const made = smallCalibration()
  const phases = made.phases.map((phase) => ({ ...phase, nodeAnswerMs: { ...phase.nodeAnswerMs, count: 0 } }))
  expect(fitDelays(smallScenario(), { ...made, phases }).map(({ factor }) => factor)).toEqual([1, 1])
})
