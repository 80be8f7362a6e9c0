/** How busy other programs kept the machine: a live run beside them measures them too. */
import { cpus } from 'node:os'
import type { Ms, Ratio } from '#core/units.ts'
import { cpuMsOfTree } from '#server/process-tree.ts'

export interface MachineTime {
  /** Of all processors together, since the machine started. */
  readonly busyMs: Ms
  readonly totalMs: Ms
  /** Of this process and everything it started and that still runs. */
  readonly ownMs: Ms
  /** Of this process alone. */
  readonly selfMs: Ms
}

export function machineTime(): MachineTime {
  let busyMs = 0
  let idleMs = 0
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq
    idleMs += times.idle
  }
  const { user, system } = process.cpuUsage()
  const selfMs = (user + system) / 1000
  return { busyMs, totalMs: busyMs + idleMs, ownMs: cpuMsOfTree(process.pid), selfMs }
}

/** Share of all processors that others used between two times. Where no process can be told apart, everything counts as others. */
export function otherPrograms(from: MachineTime, to: MachineTime): Ratio {
  const totalMs = to.totalMs - from.totalMs
  const othersMs = to.busyMs - from.busyMs - (to.ownMs - from.ownMs)
  return totalMs <= 0 ? 0 : Math.min(1, Math.max(0, othersMs / totalMs))
}

/** Above this share of the machine, what others do is seen in the response times. */
export const quietRatio = 0.1
