import { added } from '#core/collections/added.ts'
import type { Ms } from '#core/units.ts'
import type { Spread } from '#server/load/load-result.ts'
import type { Phase } from './phase.ts'

/** One load, measured at several times: sums of everything that happened, and distributions of all answers together. */
export function pooledPhase(phases: readonly Phase[]): Phase {
  const [first, ...others] = phases
  if (first === undefined) throw new RangeError('phases are pooled, and there are none')
  if (others.length === 0) return first
  const elapsedMs = phases.reduce((sum, one) => sum + one.elapsedMs, 0)
  /** Mean over time. */
  const mean = (read: (phase: Phase) => number): number =>
    phases.reduce((sum, one) => sum + read(one) * one.elapsedMs, 0) / elapsedMs
  return {
    ...added(phases.map(whatHappened)),
    loadRatio: first.loadRatio,
    ratePerSecond: mean((phase) => phase.ratePerSecond),
    gatewayAnswerMs: pooledSpread(phases.map((phase) => phase.gatewayAnswerMs)),
    nodeAnswerMs: pooledSpread(phases.map((phase) => phase.nodeAnswerMs)),
    latenessMs: mean((phase) => phase.latenessMs),
    loopActiveRatio: mean((phase) => phase.loopActiveRatio),
    collectionRatio: mean((phase) => phase.collectionRatio),
    machineRatio: mean((phase) => phase.machineRatio),
    otherPrograms: Math.max(...phases.map((phase) => phase.otherPrograms)),
  }
}

/** What adds up over time. */
function whatHappened(phase: Phase) {
  const { elapsedMs, counts, requestsAtNodes, cpuMs, loopCpuMs, stages, stamp, remote, database } = phase
  return { elapsedMs, counts, requestsAtNodes, cpuMs, loopCpuMs, stages, stamp, remote, database }
}

const points = 100

/** Each value of a spread stands for as many answers as the others of it. */
export function pooledSpread(spreads: readonly Spread[]): Spread {
  const count = spreads.reduce((sum, one) => sum + one.count, 0)
  if (count === 0) return { count, mean: 0, cv: 0, quantiles: [] }
  const mean = spreads.reduce((sum, one) => sum + one.mean * one.count, 0) / count
  const squares = spreads.reduce(
    (sum, one) => sum + one.count * ((one.cv * one.mean) ** 2 + (one.mean - mean) ** 2),
    0,
  )
  const weighted = spreads
    .flatMap(({ count: answers, quantiles }) =>
      quantiles.map((ms): { ms: Ms; weight: number } => ({ ms, weight: answers / quantiles.length })),
    )
    .sort((a, b) => a.ms - b.ms)
  const quantiles: Ms[] = []
  let passed = 0
  for (const { ms, weight } of weighted) {
    passed += weight
    while (quantiles.length < points && (quantiles.length + 0.5) / points <= passed / count)
      quantiles.push(ms)
  }
  while (quantiles.length < points) quantiles.push(weighted.at(-1)!.ms)
  return { count, mean, cv: mean === 0 ? 0 : Math.sqrt(squares / count) / mean, quantiles }
}
