import { describe, expect, it } from 'vitest'
import type { Stage } from '#core/flow/effect.ts'
import { log } from '#core/math/log.ts'
import { stream } from '#core/random.ts'
import { createRunQueue } from '#core/schedule/run-queue.ts'
import { scheduleContract } from '../../contract/schedule.ts'
import { serveAll } from '../../oracle/single-server.ts'
import { itemOf, scheduleOf } from './item.ts'

/** A loop that is 95 % busy with light tasks; one heavy task comes in the middle. How long the heavy one waits, at most 60 s. */
function heavyWaitMs(parameters: Record<string, unknown>): number {
  const clock = { now: 0 }
  const queue = createRunQueue({ policy: 'adaptive', ...parameters }, clock)
  const push = (stage: Stage, enqueuedAtMs: number) => queue.push(itemOf(stage, { enqueuedAtMs }))
  let nextLightMs = 0
  let isHeavyIn = false
  while (clock.now < 60_000) {
    // Bursts of 20 keep light tasks waiting nearly always.
    while (nextLightMs <= clock.now) {
      for (let one = 0; one < 20; one++) push('accept', nextLightMs)
      nextLightMs += 20 / 0.95
    }
    if (!isHeavyIn && clock.now >= 5_000) {
      push('render', clock.now)
      isHeavyIn = true
    }
    const item = queue.pop()
    if (item === undefined) {
      clock.now = nextLightMs
      continue
    }
    if (item.stage === 'render') return clock.now - item.enqueuedAtMs
    clock.now += 1
    queue.finished(item, 1)
  }
  return 60_000
}

scheduleContract('fcfs', { keepsOrder: true, isStarvationFree: true })
scheduleContract('adaptive', { keepsOrder: true, isStarvationFree: true })

describe('the adaptive schedule', () => {
  it('lets no heavy task starve under steady light load', () => {
    expect(heavyWaitMs({})).toBeLessThan(2_000)
  })

  it('lets it wait longer when waiting counts for less', () => {
    expect(heavyWaitMs({ ageing: 0, gamma: 0 })).toBeGreaterThanOrEqual(heavyWaitMs({}))
  })

  it('has a lower mean response when the highest T runs first; the other reading favours the heavy class', () => {
    const highest = meanResponses('highest')
    const lowest = meanResponses('lowest')
    // At a load of 0.9, in ms: all 12 against 49; light 7 against 53, heavy 56 against 15.
    expect(highest.all).toBeLessThan(0.5 * lowest.all)
    expect(highest.light).toBeLessThan(lowest.light)
    expect(highest.heavy).toBeGreaterThan(lowest.heavy)
  })
})

/** Mean responses at a load of 0.9; nine of ten tasks are light (1 ms), the others ten times as heavy. Nothing ages. */
function meanResponses(order: 'highest' | 'lowest') {
  const count = 100_000
  const random = stream(5, 'order')
  let at = 0
  const arrivedMs = Float64Array.from({ length: count }, () => {
    at -= (1.9 / 0.9) * log(random())
    return at
  })
  const isHeavy = Uint8Array.from({ length: count }, () => (random() < 0.1 ? 1 : 0))
  const sizesMs = Float64Array.from(isHeavy, (heavy) => (heavy === 1 ? 10 : 1))
  const schedule = scheduleOf('adaptive', { order, ageing: 0, gamma: 0 })
  const responsesMs = serveAll(schedule, {
    arrivedMs,
    sizesMs,
    stageOf: (index) => (isHeavy[index] === 1 ? 'render' : 'accept'),
  })
  const mean = (isOne: (index: number) => boolean) => {
    const own = responsesMs.filter((_, index) => isOne(index))
    return own.reduce((a, b) => a + b) / own.length
  }
  return {
    all: mean(() => true),
    light: mean((index) => isHeavy[index] === 0),
    heavy: mean((index) => isHeavy[index] === 1),
  }
}
