/**
 * Published numbers.
 *
 * Source  Mao, Chang, Chen: Research on Frontend-Backend Collaboration and Performance Optimization for High-Concurrency Web Systems,
 *         preprints202601.1301 (2026), Table 1 and section 5.3. CC BY 4.0.
 */
export const metrics = ['mean', 'p95', 'redisHit', 'power'] as const
export type PaperMetric = (typeof metrics)[number]

/** Name in a simulated result, unit, and factor from the base unit to the paper's. */
export const metricFacts: Readonly<
  Record<PaperMetric, { simulated: string; title: string; unit: string; factor: number }>
> = {
  mean: { simulated: 'responseMs.mean', title: 'mean response', unit: 'ms', factor: 1 },
  p95: { simulated: 'responseMs.p95', title: 'P95 response', unit: 'ms', factor: 1 },
  redisHit: { simulated: 'hitRatio.redis', title: 'Redis hit rate', unit: '%', factor: 100 },
  power: { simulated: 'powerWatts.mean', title: 'power (modelled)', unit: 'W', factor: 1 },
}

export interface PaperRow {
  readonly users: number
  /** Claim ids of the four cells, undefined where the paper gives none. */
  readonly ids: Readonly<Partial<Record<PaperMetric, string>>>
  readonly published: Readonly<Partial<Record<PaperMetric, number>>>
  readonly role: 'fit' | 'holdout'
  readonly isBaseline: boolean
}

const row = (
  index: number,
  users: number,
  role: 'fit' | 'holdout',
  values: readonly [number, number, number, number],
): PaperRow => {
  const id = (column: number) => `T${String(column * 5 + index + 1).padStart(2, '0')}`
  return {
    users,
    role,
    isBaseline: false,
    ids: { mean: id(0), p95: id(1), redisHit: id(2), power: id(3) },
    published: { mean: values[0], p95: values[1], redisHit: values[2], power: values[3] },
  }
}

export const table1: readonly PaperRow[] = [
  row(0, 1_000, 'fit', [214, 386, 81.2, 124.3]),
  row(1, 3_000, 'holdout', [302, 514, 83.5, 147.1]),
  row(2, 5_000, 'fit', [387, 603, 85.8, 165.7]),
  row(3, 7_000, 'holdout', [421, 658, 86.7, 179.4]),
  row(4, 10_000, 'fit', [452, 689, 87.1, 188.3]),
]

export const baselineRow: PaperRow = {
  users: 10_000,
  role: 'fit',
  isBaseline: true,
  ids: { mean: 'C39', p95: 'C41', power: 'C42' },
  published: { mean: 735, p95: 1168, power: 230.5 },
}
