import { describe, expect, it } from 'vitest'
import type { Stage } from '#core/flow/effect.ts'
import { createRunQueue } from '#core/schedule/run-queue.ts'
import { itemOf } from './item.ts'

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

describe('the adaptive schedule', () => {
  it('lets no heavy task starve under steady light load', () => {
    expect(heavyWaitMs({})).toBeLessThan(2_000)
  })

  it('lets it wait longer when waiting counts for less', () => {
    expect(heavyWaitMs({ ageing: 0, gamma: 0 })).toBeGreaterThanOrEqual(heavyWaitMs({}))
  })
})
