import { monitorEventLoopDelay, PerformanceObserver, performance } from 'node:perf_hooks'
import type { Ms } from '#core/units.ts'

/** What the event loop of this process has done so far. */
export interface LoopFacts {
  /** Time not spent waiting for events. */
  readonly activeMs: Ms
  readonly idleMs: Ms
  /** Processor time of its thread alone, without collector and compiler on others. */
  readonly cpuMs: Ms
  /** Pauses of the garbage collector: number and sum. */
  readonly collections: number
  readonly collectionMs: Ms
}

export interface LoopWatch {
  facts(): LoopFacts
  /** How late a timer comes, at its 99th percentile since the start. */
  delayMsP99(): Ms
}

const delayResolutionMs = 10

/** Starts to watch; costs one timer and a callback a collection. */
export function watchLoop(): LoopWatch {
  const delay = monitorEventLoopDelay({ resolution: delayResolutionMs })
  delay.enable()
  let collections = 0
  let collectionMs = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      collections++
      collectionMs += duration
    }
  }).observe({ entryTypes: ['gc'] })
  return {
    facts() {
      const { active, idle } = performance.eventLoopUtilization()
      const { user, system } = process.threadCpuUsage()
      return { activeMs: active, idleMs: idle, cpuMs: (user + system) / 1000, collections, collectionMs }
    },
    delayMsP99: () => delay.percentile(99) / 1e6,
  }
}
