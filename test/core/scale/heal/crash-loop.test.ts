import { expect, it } from 'vitest'
import { crashLoop } from '#core/scale/heal/crash-loop.ts'

const options = { firstMs: 10, longestMs: 300, healthyMs: 600 }

it('waits not at all, then doubles up to the longest', () => {
  const loop = crashLoop(options)
  const waits = Array.from({ length: 8 }, () => {
    loop.started(0)
    return loop.delayMs(1)
  })
  expect(waits).toEqual([0, 10, 20, 40, 80, 160, 300, 300])
})

it('a healthy run forgives all', () => {
  const loop = crashLoop(options)
  for (let i = 0; i < 5; i++) loop.delayMs(0)
  loop.started(1000)
  expect(loop.delayMs(1599)).toBe(160)
  loop.started(2000)
  expect(loop.delayMs(2600)).toBe(0)
})
