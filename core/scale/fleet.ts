import type { FleetPlan, FleetReading, ScaleContext } from './scale.ts'

/** A plan with whole replicas inside the bounds, each of one processor; a wish that is no number keeps what there is. */
export function planOf(wanted: number, { replicas }: FleetReading, context: ScaleContext): FleetPlan {
  const whole = Number.isNaN(wanted) ? replicas : Math.round(wanted)
  return { replicas: Math.max(context.replicasMin, Math.min(context.replicasMax, whole)), processors: 1 }
}

/** Mean share of what they asked for that the ready instances use; NaN when none tells. */
export function utilisationOf({ instances }: FleetReading): number {
  let used = 0
  let asked = 0
  for (const { isReady, cpuMsPerSecond, requestMsPerSecond } of instances) {
    if (!isReady || cpuMsPerSecond === undefined) continue
    used += cpuMsPerSecond
    asked += requestMsPerSecond
  }
  return asked > 0 ? used / asked : Number.NaN
}

/** Smallest whole number not below a value, forgiving the last digits of a quotient. */
export const wholeAbove = (value: number): number => Math.ceil(value - 1e-9)
