import type { Balance, BalanceOutcome } from '#core/balance/balance.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { Ms, Ratio } from '#core/units.ts'

export interface EjectionConfig {
  readonly consecutiveFailures: number
  readonly intervalMs: Ms
  readonly baseMs: Ms
  readonly maxMs: Ms
  readonly maxEjectedShare: Ratio
  readonly minNodes: number
  readonly minRequests: number
  readonly deviations: number
}

/** Defaults of Envoy. */
export const ejectionDefaults: EjectionConfig = {
  consecutiveFailures: 5,
  intervalMs: 10_000,
  baseMs: 30_000,
  maxMs: 300_000,
  maxEjectedShare: 0.1,
  minNodes: 5,
  minRequests: 100,
  deviations: 1.9,
}

/**
 * A balance that passes over nodes which fail more than others: after failures in a row at once, by success rate at each sweep.
 *
 * Source    Envoy, outlier_detection.proto and outlier_detection_impl.cc
 * Cost      O(1), a sweep O(nodes)
 * Deviates  a node may always be ejected while none is, as with `always_eject_one_host`; sweeps happen with the first decision after their
 *           time
 */
export function outlierEjection(
  inner: Balance,
  { nodes, clock }: { nodes: number; clock: Clock },
  config: EjectionConfig = ejectionDefaults,
): Balance {
  const inRow = new Int32Array(nodes)
  const times = new Int32Array(nodes)
  const backAtMs = new Float64Array(nodes)
  const isDown = new Uint8Array(nodes)
  const all = new Int32Array(nodes)
  const good = new Int32Array(nodes)
  let ejected = 0
  let sweepAtMs = clock.now + config.intervalMs

  const applies = (node: number) => inner.setHealthy(node, backAtMs[node] === 0 && isDown[node] === 0)

  function eject(node: number): void {
    const isAllowed = ejected === 0 || ejected + 1 <= config.maxEjectedShare * nodes
    if (backAtMs[node]! > 0 || !isAllowed || nodes === 1) return
    ejected++
    times[node]!++
    backAtMs[node] = clock.now + ejectionMs(times[node]!, config)
    inRow[node] = 0
    applies(node)
  }

  function sweep(): void {
    sweepAtMs = clock.now + config.intervalMs
    for (let node = 0; node < nodes; node++) bringBack(node)
    const rated = [...all.keys()].filter((node) => all[node]! >= config.minRequests)
    const rates = rated.map((node) => (100 * good[node]!) / all[node]!)
    if (rated.length >= config.minNodes) {
      const threshold = successThreshold(rates, config.deviations)
      for (const [index, node] of rated.entries()) if (rates[index]! < threshold) eject(node)
    }
    all.fill(0)
    good.fill(0)
  }

  function bringBack(node: number): void {
    if (backAtMs[node] === 0) {
      if (times[node]! > 0) times[node]!--
    } else if (clock.now >= backAtMs[node]!) {
      backAtMs[node] = 0
      ejected--
      applies(node)
    }
  }

  function learn(node: number, { isFailed }: BalanceOutcome): void {
    all[node]!++
    if (!isFailed) good[node]!++
    inRow[node] = isFailed ? inRow[node]! + 1 : 0
    if (inRow[node]! >= config.consecutiveFailures) eject(node)
  }

  return {
    pick(request) {
      if (clock.now >= sweepAtMs) sweep()
      return inner.pick(request)
    },
    finished(node, outcome) {
      inner.finished(node, outcome)
      if (outcome !== undefined) learn(node, outcome)
    },
    setHealthy(node, isHealthy) {
      isDown[node] = isHealthy ? 0 : 1
      applies(node)
    },
  }
}

/** How long the n-th ejection lasts. */
export const ejectionMs = (times: number, { baseMs, maxMs }: { baseMs: Ms; maxMs: Ms }): Ms =>
  Math.min(maxMs, baseMs * times)

/** Mean less so many standard deviations of the population. */
export function successThreshold(rates: readonly number[], deviations: number): number {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length
  return mean - deviations * Math.sqrt(variance)
}
