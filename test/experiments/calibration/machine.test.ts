import { expect, it } from 'vitest'
import { thisMachine, timerLatenessMs } from '#experiments/calibration/machine.ts'

it('a machine is told by its processors, memory, kernel and Node', () => {
  const { processors, node, memoryBytes, kernel } = thisMachine()
  expect(processors).toBeGreaterThan(0)
  expect(memoryBytes).toBeGreaterThan(1e6)
  expect(kernel).not.toBe('')
  expect(node).toBe(process.versions.node)
})

it('a timer is not early by more than its resolution', async () => {
  expect(await timerLatenessMs(3)).toBeGreaterThan(-0.1)
})
