import { expect, it } from 'vitest'
import { ablation } from '#experiments/validation/ablation.ts'
import { comparedMetrics } from '#experiments/validation/compare.ts'
import { designOf } from '#experiments/validation/design.ts'
import type { LiveCell } from '#experiments/validation/live-cell.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from '../calibration/small-calibration.ts'

it('each part of the machine model is left out once, against the same live measurements', async () => {
  const [cell] = designOf(smallScenario({ duration: '1500 ms' }), 'quick', {
    fitted: [1],
    closedRatePerSecond: 9,
  })
  const live = {
    runs: [Object.fromEntries(comparedMetrics.map((metric) => [metric, 4]))],
  } as unknown as LiveCell
  const rows = await ablation([{ cell: cell!, index: 0 }], [live], smallCalibration(), {
    load: { signal: new AbortController().signal },
    out: { progress: () => {} },
  })
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
