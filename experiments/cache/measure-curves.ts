import { basename } from 'node:path'
import type { Trace } from '#core/cache/replay-trace.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { Call } from '../verb.ts'
import { runJobs } from '../worker-pool.ts'
import type { Curve, CurveJob } from './curve.ts'

/** A point of a curve. */
export interface CurveRow {
  readonly trace: string
  readonly policy: string
  readonly capacity: number
  readonly missRatio: number
  readonly method: Curve['method']
  /** Of the keys that were looked at. */
  readonly sampleRatio: number
}

export interface CurveQuestion {
  readonly path: string
  readonly trace: Trace
  /** Of the trace, in units of size. */
  readonly footprint: number
  readonly distinct: number
  readonly policies: readonly PolicyChoice[]
  /** In units of size; when none is given, so many over the whole footprint, evenly on a logarithmic scale. */
  readonly capacities: readonly number[]
  /** Share of the keys; when none is given, all for LRU and enough for others. */
  readonly sampleRatio: number | undefined
  readonly seed: number
  readonly workers: number
}

const pointsByDefault = 40
/** The smallest capacity of a curve, as a share of the footprint. */
const leastRatio = 0.001
/** So many keys stand well for all. */
const sampleKeys = 8192

/** Miss-ratio curves of one trace, each policy on a thread. Errors: ConfigInvalid for a wrong parameter of a policy. */
export async function measureCurves(
  question: CurveQuestion,
  { out, signal }: Pick<Call, 'out' | 'signal'>,
): Promise<CurveRow[]> {
  const { path, trace, policies, seed, workers } = question
  const capacities = question.capacities.length > 0 ? question.capacities : evenly(question.footprint)
  const jobs = policies.map(
    (policy): CurveJob => ({ trace, policy, capacities, sampleRatio: ratioFor(policy, question), seed }),
  )
  let done = 0
  const outcomes = await runJobs<CurveJob, Curve>(new URL('./curve.ts', import.meta.url), jobs, {
    workers,
    signal,
    finished: () => out.progress(`${path}: ${++done} of ${jobs.length} curves`),
  })
  return outcomes.flatMap((outcome, index): CurveRow[] => {
    if (outcome === undefined) return []
    if ('error' in outcome) throw outcome.error
    const { method, sampleRatio, missRatios } = outcome.result
    const { policy } = policies[index]!
    return missRatios.map((missRatio, at) => ({
      trace: basename(path),
      policy,
      capacity: capacities[at]!,
      missRatio,
      method,
      sampleRatio,
    }))
  })
}

function ratioFor({ policy }: PolicyChoice, { sampleRatio, distinct }: CurveQuestion): number {
  return sampleRatio ?? (policy === 'lru' ? 1 : Math.min(1, sampleKeys / distinct))
}

function evenly(footprint: number): number[] {
  const low = Math.max(1, Math.round(leastRatio * footprint))
  const steps = pointsByDefault - 1
  const points = Array.from({ length: pointsByDefault }, (_, step) =>
    Math.round(low * (footprint / low) ** (step / steps)),
  )
  return [...new Set(points)]
}
