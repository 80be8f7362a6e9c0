/** What each addition to the machine model is worth: the same live measurements against simulations without one of them. */
import type { Ratio } from '#core/units.ts'
import { calibrated, type Uses, usesAll } from '../calibration/apply.ts'
import type { Calibration } from '../calibration/calibration-file.ts'
import { runReplications } from '../replications.ts'
import { median } from '../statistics/quantile.ts'
import { compareLive } from './compare.ts'
import { type Cell, coldStart } from './design.ts'
import type { LiveCell } from './live-cell.ts'

export interface Ablated {
  readonly model: string
  /** Median error over the cells, absolute. */
  readonly medianError: Readonly<Record<(typeof metrics)[number], Ratio>>
}

const metrics = ['responseMs.mean', 'responseMs.p50', 'responseMs.p95', 'utilisation.node'] as const

const models: readonly { readonly model: string; readonly uses: Uses; readonly of?: string }[] = [
  { model: 'all of it', uses: usesAll },
  { model: 'parts have processors of their own', uses: { ...usesAll, parts: false } },
  { model: 'answers do not wait for the loop', uses: { ...usesAll, loop: false } },
  { model: 'costs do not follow the load', uses: { ...usesAll, load: false } },
  { model: 'processors have one speed', uses: { ...usesAll, speed: false } },
  { model: 'exponential in place of measured shapes', uses: { ...usesAll, shapes: false } },
  {
    model: 'none of it',
    uses: { parts: false, loop: false, load: false, speed: false, compiling: false, shapes: false },
  },
  { model: 'all of it, the cold start alone', uses: usesAll, of: coldStart },
  { model: 'code is compiled, the cold start alone', uses: { ...usesAll, compiling: false }, of: coldStart },
]

export async function ablation(
  valid: readonly { readonly cell: Cell; readonly index: number }[],
  live: readonly LiveCell[],
  calibration: Calibration,
  plan: { readonly load: { readonly signal: AbortSignal }; readonly out: { progress(text: string): void } },
): Promise<Ablated[]> {
  const rows: Ablated[] = []
  for (const { model, uses, of } of models) {
    const chosen = valid.filter(({ cell }) => of === undefined || cell.id === of)
    if (chosen.length === 0) continue
    plan.out.progress(`simulating: ${model}`)
    const results = await runReplications(
      chosen.map(({ cell }) => calibrated(cell.scenario, calibration, uses)),
      { replications: 1, signal: plan.load.signal },
    )
    if (plan.load.signal.aborted) break
    const compared = chosen.flatMap(({ cell, index }, at) =>
      compareLive(cell, live[index]!.runs, [results[at]![0]!, results[at]![0]!]),
    )
    const errorOf = (metric: string) =>
      median(compared.filter((one) => one.metric === metric).map(({ errorRatio }) => Math.abs(errorRatio)))
    rows.push({
      model,
      medianError: Object.fromEntries(
        metrics.map((metric) => [metric, errorOf(metric)]),
      ) as Ablated['medianError'],
    })
  }
  return rows
}
