import { describe, expect, test } from 'vitest'
import { zipfSampler } from '#core/model/zipf.ts'
import { stream } from '#core/random.ts'
import { fitPopularity } from '#experiments/trace/popularity.ts'

function counts(pages: number, exponent: number, requests: number): Float64Array {
  const draw = zipfSampler(pages, exponent, stream(12, 'test', 0))
  const found = new Float64Array(pages)
  for (let i = 0; i < requests; i++) found[draw()]!++
  return found.filter((count) => count > 0)
}

describe('finds the law behind the counts', () => {
  test.each([
    { pages: 500, exponent: 0.9, requests: 20_000 },
    { pages: 2_000, exponent: 0.7, requests: 10_000 },
    { pages: 20_000, exponent: 1, requests: 20_000 },
    { pages: 300, exponent: 0.2, requests: 3_000 },
  ])('$pages pages, exponent $exponent, $requests requests', ({ pages, exponent, requests }) => {
    const found = fitPopularity(counts(pages, exponent, requests), 1)!
    expect(Math.abs(found.exponent.value - exponent)).toBeLessThan(0.04)
    expect(Math.abs(found.pages.value / pages - 1)).toBeLessThan(0.12)
    const offByRank = Math.abs(found.exponentByRank.exponent - exponent)
    expect(Math.abs(found.exponent.value - exponent)).toBeLessThan(Math.max(offByRank, 0.015))
    expect(found.fit.pValue).toBeGreaterThan(0.05)
  })
})

test('two laws in one are rejected', () => {
  const half = counts(1000, 1.2, 10_000)
  const flat = counts(1000, 0, 10_000)
  expect(fitPopularity([...half, ...flat], 1)!.fit.pValue).toBeLessThan(0.05)
})

test('equal counts are uniform', () => {
  expect(fitPopularity(new Float64Array(50).fill(20), 1)!.exponent.value).toBe(0)
})

test('too little tells nothing', () => {
  expect(fitPopularity([500], 1)).toBeUndefined()
  expect(fitPopularity([3, 2, 1], 1)).toBeUndefined()
  expect(fitPopularity(new Float64Array(1000).fill(1), 1)).toBeUndefined()
})
