import { expect, it } from 'vitest'
import {
  collaborativeScore,
  executionPriority,
  remaining,
  schedulingIntensity,
  schedulingWeight,
} from '#core/schedule/load-index.ts'

it('equation 4 without dimensions gives .112 for the worked example', () => {
  const weight = schedulingWeight({
    ioBytes: 8e6,
    bandwidthBytes: 100e6,
    cpuMs: 20,
    availableMs: 400,
    waitMs: 300,
    referenceMs: 1000,
    alpha: 0.4,
    beta: 0.4,
    gamma: 0.2,
  })
  expect(weight).toBeCloseTo(0.112, 12)
})

it('equation 5 leaves out slices without requests: 5.5 for the worked example', () => {
  const slices = [
    { serviceMs: 20, delayMs: 10, requests: 5 },
    { serviceMs: 30, delayMs: 15, requests: 9 },
    { serviceMs: 12, delayMs: 0, requests: 0 },
  ]
  expect(schedulingIntensity(slices)).toBeCloseTo(5.5, 12)
  expect(schedulingIntensity([])).toBe(0)
})

it('equation 1 is defined when a task needs nothing', () => {
  expect(executionPriority({ queued: 3, responseMs: 10, ioMs: 2, cpuMs: 3, sliceMs: 1 })).toBe(6)
  expect(executionPriority({ queued: 3, responseMs: 10, ioMs: 0, cpuMs: 0, sliceMs: 1 })).toBe(30)
})

it('what is left of a capacity never falls below its floor', () => {
  expect(remaining(100, 0.4, 0.05)).toBeCloseTo(60)
  expect(remaining(100, 1, 0.05)).toBe(5)
})

const collaboration = {
  sizeRatio: 1,
  priority: 1,
  networkRatio: 1,
  responseRatio: 2,
  queued: 3,
  load: 0.5,
  penetrationRatio: 0.25,
  floor: 0.05,
  theta1: 0.4,
  theta2: 0.4,
  theta3: 0.2,
}

it('equation 6 without dimensions: 0.4 of 1/2, 0.4 of 12/13 and 0.2 of 1/4 by hand', () => {
  expect(collaborativeScore(collaboration)).toBeCloseTo(0.2 + (0.4 * 12) / 13 + 0.05, 12)
})

it('equation 6 stays within the sum of the thetas, at zero and at saturation', () => {
  const nothing = { ...collaboration, sizeRatio: 0, networkRatio: 0, queued: 0, load: 0, penetrationRatio: 0 }
  expect(collaborativeScore(nothing)).toBe(0)
  const full = {
    ...collaboration,
    sizeRatio: 1e9,
    networkRatio: 0,
    queued: 1e9,
    load: 0,
    penetrationRatio: 1,
  }
  expect(collaborativeScore(full)).toBeLessThanOrEqual(1)
  expect(collaborativeScore(full)).toBeCloseTo(1, 6)
})
