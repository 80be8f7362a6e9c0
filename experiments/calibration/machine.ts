import { cpus, release, totalmem } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Bytes, Ms } from '#core/units.ts'

/** What a calibration is true for. */
export interface MachineDescription {
  readonly processor: string
  readonly processors: number
  readonly memoryBytes: Bytes
  readonly kernel: string
  readonly node: string
}

export function thisMachine(): MachineDescription {
  const all = cpus()
  return {
    processor: all[0]?.model ?? 'unknown',
    processors: all.length,
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.versions.node,
  }
}

/** How much longer than asked for a timer of a millisecond takes, on average; less than 0 where the loop rounds its time down. */
export async function timerLatenessMs(
  rounds = 50,
  clock: { now(): Ms; wait(ms: Ms): Promise<unknown> } = { now: () => performance.now(), wait },
): Promise<Ms> {
  let total = 0
  for (let round = 0; round < rounds; round++) {
    const startedMs = clock.now()
    await clock.wait(1)
    total += clock.now() - startedMs - 1
  }
  return total / rounds
}
