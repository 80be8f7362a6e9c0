import { describe, expect, it } from 'vitest'
import { PathEntropy } from '#core/balance/path-entropy.ts'

describe('path entropy', () => {
  it('is 0 for one path and nearly 1 for many', () => {
    const paths = new PathEntropy(2)
    expect(paths.of(0)).toBe(0)
    for (let id = 0; id < 5_000; id++) {
      paths.count(0, '/same')
      paths.count(1, `/page/${id}`)
    }
    expect(paths.of(0)).toBe(0)
    expect(paths.of(1)).toBeGreaterThan(0.98)
    expect(paths.of(1)).toBeLessThanOrEqual(1)
  })

  it('is a quarter for two paths of different classes that are equally frequent: log 2 / log 16', () => {
    const paths = new PathEntropy(1)
    for (let id = 0; id < 300; id++) paths.count(0, id % 2 === 0 ? 'a' : 'b')
    expect(paths.of(0)).toBeCloseTo(0.25, 9)
  })

  it('forgets: a node that changes to one path comes to 0', () => {
    const paths = new PathEntropy(1)
    for (let id = 0; id < 1_000; id++) paths.count(0, `/page/${id}`)
    const mixed = paths.of(0)
    for (let id = 0; id < 10_000; id++) paths.count(0, '/same')
    expect(paths.of(0)).toBeLessThan(mixed / 20)
  })
})
