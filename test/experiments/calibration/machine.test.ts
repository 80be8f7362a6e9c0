import { expect, it } from 'vitest'
import { thisMachine, timerLatenessMs } from '#experiments/calibration/machine.ts'

it('a machine is told by its processors, memory, kernel and Node', () => {
  const { processors, node, memoryBytes, kernel } = thisMachine()
  expect(processors).toBeGreaterThan(0)
  expect(memoryBytes).toBeGreaterThan(1e6)
  expect(kernel).not.toBe('')
  expect(node).toBe(process.versions.node)
})

it('timers are late by what they take beyond a millisecond, on average', async () => {
  const lateMs = [0.5, 0.25, 0]
  let nowMs = 100
  const clock = {
    now: () => nowMs,
    wait: async (ms: number) => {
      nowMs += ms + lateMs.shift()!
    },
  }
  expect(await timerLatenessMs(3, clock)).toBeCloseTo(0.25, 12)
})
