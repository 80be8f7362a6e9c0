import { expect, it } from 'vitest'
import { loadingOrder, loadingPriority } from '#core/render/loading-priority.ts'

it('equation 2: weight and size raise the priority, first paint and depth lower it', () => {
  const component = { interactionWeight: 0.5, sizeBytes: 4096, firstPaintMs: 100, depth: 1 }
  const priority = loadingPriority(component)
  expect(priority).toBeCloseTo((0.5 * 4) / 110, 12)
  expect(loadingPriority({ ...component, interactionWeight: 1 })).toBeGreaterThan(priority)
  expect(loadingPriority({ ...component, depth: 2 })).toBeLessThan(priority)
  expect(Number.isFinite(loadingPriority({ ...component, firstPaintMs: 0, depth: 0 }))).toBe(true)
})

it('the order is a permutation that begins at the top of the page', () => {
  for (let shards = 1; shards <= 12; shards++) {
    const order = loadingOrder(shards, 8_000, 40)
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: shards }, (_, index) => index))
    expect(order[0]).toBe(0)
  }
})
