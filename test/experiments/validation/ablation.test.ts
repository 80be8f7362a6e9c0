import { expect, it } from 'vitest'
import { ablation } from '#experiments/validation/ablation.ts'
import { comparedMetrics } from '#experiments/validation/compare.ts'
import { coldStart, designOf } from '#experiments/validation/design.ts'
import type { LiveCell } from '#experiments/validation/live-cell.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from '../calibration/small-calibration.ts'

const live = {
  runs: [Object.fromEntries(comparedMetrics.map((metric) => [metric, 4]))],
} as unknown as LiveCell
const plan = { load: { signal: new AbortController().signal }, out: { progress: () => {} } }
const cellsOf = (design: 'quick' | 'full') =>
  designOf(smallScenario({ duration: '1500 ms' }), design, { fitted: [1], closedRatePerSecond: 9 })

it('each part of the machine model is left out once, against the same live measurements', async () => {
  const [cell] = cellsOf('quick')
  const rows = await ablation([{ cell: cell!, index: 0 }], [live], smallCalibration(), plan)
  expect(rows.map(({ model }) => model)).toEqual([
    'all of it',
    expect.stringContaining('processors of their own'),
    expect.stringContaining('do not wait'),
    expect.stringContaining('do not follow the load'),
    expect.stringContaining('one speed'),
    expect.stringContaining('exponential'),
    'none of it',
  ])
  const errors = new Set(rows.map(({ medianError }) => medianError['responseMs.mean']))
  expect(errors.size).toBeGreaterThanOrEqual(4)
})

it('code is compiled or not in a cold start alone', async () => {
  const cell = cellsOf('full').find(({ id }) => id === coldStart)!
  const rows = await ablation([{ cell, index: 0 }], [live], smallCalibration(), plan)
  const [cold, compiled] = rows.slice(-2)
  expect([cold!.model, compiled!.model]).toEqual([
    'all of it, the cold start alone',
    'code is compiled, the cold start alone',
  ])
  expect(cold!.medianError).toEqual(rows[0]!.medianError)
  expect(compiled!.medianError['utilisation.node']).not.toBe(cold!.medianError['utilisation.node'])
})
