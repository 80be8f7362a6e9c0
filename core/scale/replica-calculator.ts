import type { InstanceReading } from './scale.ts'

export interface ReplicaTarget {
  /** Percent of what is asked for that shall be used. */
  readonly targetPercent: number
  /** Deviation of the ratio of use to target, above and below 1, that changes nothing. */
  readonly tolerance: number
  /** How the bound of the tolerance is computed: as an interval (1.33 and later), or by distance from 1 (1.32 and before). */
  readonly comparison: 'interval' | 'distance'
}

/**
 * Instances that bring the mean use to its target.
 *
 *   desired = ceil(ready · use / target), none when the ratio is about 1
 *
 * Use is a whole percent, cut, as Kubernetes reports it. Instances that are not ready count for 0 when that lowers a rise; instances
 * without a metric count for all they asked for when that lowers a fall, and for 0 when that lowers a rise. When the ratio so
 * corrected points the other way, nothing changes.
 *
 * Source      Kubernetes, pkg/controller/podautoscaler/replica_calculator.go (GetResourceReplicas) and metrics/utilization.go
 * Parameters  current: instances asked for last
 * Errors      undefined when no ready instance has a metric: nothing can be said
 * Cost        O(instances)
 */
export function desiredReplicas(
  current: number,
  instances: readonly InstanceReading[],
  target: ReplicaTarget,
): number | undefined {
  const ready = instances.filter(({ isReady, cpuMsPerSecond }) => isReady && cpuMsPerSecond !== undefined)
  const unready = instances.filter(({ isReady }) => !isReady)
  const missing = instances.filter(({ isReady, cpuMsPerSecond }) => isReady && cpuMsPerSecond === undefined)
  const used = ready.reduce((sum, { cpuMsPerSecond }) => sum + cpuMsPerSecond!, 0)
  const asked = requests(ready)
  if (ready.length === 0 || asked === 0) return undefined
  const ratio = utilisationPercent(used, asked) / target.targetPercent
  const isRiseWithUnready = unready.length > 0 && ratio > 1
  if (!isRiseWithUnready && missing.length === 0)
    return isWithin(ratio, target) ? current : Math.ceil(ratio * ready.length)

  const fill = Math.max(100, target.targetPercent)
  const filled =
    ratio < 1 ? missing.reduce((sum, one) => sum + Math.floor((one.requestMsPerSecond * fill) / 100), 0) : 0
  const counted =
    ratio === 1 ? ready : isRiseWithUnready ? [...ready, ...missing, ...unready] : [...ready, ...missing]
  const corrected = utilisationPercent(used + filled, requests(counted)) / target.targetPercent
  const isTurned = (ratio < 1 && corrected > 1) || (ratio > 1 && corrected < 1)
  if (isWithin(corrected, target) || isTurned) return current
  const replicas = Math.ceil(corrected * counted.length)
  const isAgainst = (corrected < 1 && replicas > current) || (corrected > 1 && replicas < current)
  return isAgainst ? current : replicas
}

/**
 * Instances that bring a total to so much each, whoever measured it: `ceil(total / each)`, as many as there are when that is about right.
 *
 * Source      Kubernetes, replica_calculator.go (GetExternalPerPodMetricReplicas)
 * Parameters  current: instances there are
 * Errors      undefined when the total is not known
 */
export function replicasForTotal(
  current: number,
  total: number,
  each: number,
  target: Pick<ReplicaTarget, 'tolerance' | 'comparison'>,
): number | undefined {
  if (Number.isNaN(total)) return undefined
  return isWithin(total / (each * current), target) ? current : Math.ceil(total / each)
}

/** Whole percent, cut: 100 of 300 is 33. Source: Kubernetes, metrics/utilization.go, integer division. */
export const utilisationPercent = (used: number, asked: number): number => Math.trunc((100 * used) / asked)

/** At exactly 10 % above, 1.1 - 1 exceeds 0.1 in doubles, so the older comparison acts and the newer one does not. */
export function isWithin(
  ratio: number,
  { tolerance, comparison }: Pick<ReplicaTarget, 'tolerance' | 'comparison'>,
): boolean {
  return comparison === 'distance'
    ? Math.abs(1 - ratio) <= tolerance
    : 1 - tolerance <= ratio && ratio <= 1 + tolerance
}

const requests = (instances: readonly InstanceReading[]) =>
  instances.reduce((sum, { requestMsPerSecond }) => sum + requestMsPerSecond, 0)
