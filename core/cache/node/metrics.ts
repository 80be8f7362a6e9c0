/** What loading ahead and the parts of tenants have done, of all nodes, where a scenario has them. */

import type { PrefetchLedger } from '#core/cache/prefetch/prefetch-ledger.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { Ratio } from '#core/units.ts'

type Metrics = Record<string, { readonly value: number; readonly unit: string }>

const counted = [
  'loaded',
  'useful',
  'wasted',
  'loadedBytes',
  'wastedBytes',
  'pollution',
  'misses',
] as const satisfies readonly (keyof PrefetchLedger)[]
export type LedgerSums = Readonly<Record<(typeof counted)[number], number>>

/** The books of all nodes together; undefined where nothing is loaded ahead. */
export function ledgerSums(nodes: readonly AppNode[]): LedgerSums | undefined {
  const ledgers = nodes.flatMap(({ prefetcher }) => (prefetcher === undefined ? [] : [prefetcher.ledger]))
  if (ledgers.length === 0) return undefined
  const sum = (name: keyof LedgerSums) => ledgers.reduce((total, ledger) => total + ledger[name], 0)
  return Object.fromEntries(counted.map((name) => [name, sum(name)])) as LedgerSums
}

/**
 * `prefetch.*` of what happened between two readings: of the fragments loaded ahead whose fate became known, the used ones; of the misses
 * there would have been, those avoided; of the misses there were, those that loading ahead made.
 *
 * Source  Srinath et al., HPCA 2007, section 2.3
 */
export function prefetchMetrics(from: LedgerSums, to: LedgerSums): Metrics {
  const per = (name: keyof LedgerSums) => to[name] - from[name]
  const [useful, wasted, misses, pollution] = [per('useful'), per('wasted'), per('misses'), per('pollution')]
  const ratio = (part: number, whole: number) => ({ value: share(part, whole), unit: 'ratio' })
  return {
    'prefetch.usedRatio': ratio(useful, useful + wasted),
    'prefetch.avoidedMissRatio': ratio(useful, useful + misses - pollution),
    'prefetch.pollutionRatio': ratio(pollution, misses),
    'prefetch.loaded': { value: per('loaded'), unit: 'fragments' },
    'prefetch.loadedBytes': { value: per('loadedBytes'), unit: 'B' },
    'prefetch.wastedBytes': { value: per('wastedBytes'), unit: 'B' },
  }
}

/** `share.l1Copies.*`, `share.l2Copies.*`: what the parts of tenants hold at most now; mean over nodes of the smallest and largest part. */
export function shareMetrics(nodes: readonly AppNode[]): Metrics {
  const parts = nodes.map(({ tiers }) => tiers.capacities)
  const levels = parts[0]!.map((_, level) => parts.map((own) => own[level]!))
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const metrics = levels.flatMap((level, index) =>
    Object.entries({ min: smallest, max: largest }).map(([name, of]) => [
      `share.l${index + 1}Copies.${name}`,
      { value: mean(level.map(of)), unit: 'fragments' },
    ]),
  )
  return Object.fromEntries(metrics) as Metrics
}

const smallest = (parts: readonly number[]): number => parts.reduce((a, b) => Math.min(a, b))
const largest = (parts: readonly number[]): number => parts.reduce((a, b) => Math.max(a, b))
const share = (part: number, whole: number): Ratio => (whole <= 0 ? 0 : part / whole)
