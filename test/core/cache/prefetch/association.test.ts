import { describe, expect, it } from 'vitest'
import { association } from '#core/cache/prefetch/association.ts'

const standard = { window: 2, supportMin: 3, confidenceMin: 0.5, degree: 4, keys: 100, partners: 4 }

describe('association', () => {
  it('guesses what was asked for nearby often enough, in either order', () => {
    const prefetch = association.create(standard, undefined)
    for (let i = 0; i < 3; i++)
      for (const key of [1, 2, 50 + 3 * i, 51 + 3 * i, 52 + 3 * i]) prefetch.request(key, 0)
    expect(prefetch.request(1, 0)).toEqual([2])
    expect(prefetch.request(2, 0)).toEqual([1])
  })

  it('needs the support, and the confidence', () => {
    const prefetch = association.create(standard, undefined)
    for (let i = 0; i < 2; i++)
      for (const key of [1, 2, 60 + 3 * i, 61 + 3 * i, 62 + 3 * i]) prefetch.request(key, 0)
    expect(prefetch.request(2, 0)).toEqual([])
    const diluted = association.create({ ...standard, confidenceMin: 0.9 }, undefined)
    for (let i = 0; i < 8; i++) {
      for (const key of i % 2 === 0 ? [1, 2] : [1]) diluted.request(key, 0)
      for (let other = 0; other < 3; other++) diluted.request(100 + 3 * i + other, 0)
    }
    expect(diluted.request(1, 0)).toEqual([])
  })

  it('remembers no more keys and partners than it is told to', () => {
    const prefetch = association.create({ ...standard, keys: 2, supportMin: 1, confidenceMin: 0 }, undefined)
    for (const key of [1, 2, 3, 4]) prefetch.request(key, 0)
    expect(prefetch.request(1, 0).every((key) => [3, 4].includes(key))).toBe(true)
  })
})
