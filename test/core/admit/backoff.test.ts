import { describe, expect, it } from 'vitest'
import { backoffBoundMs, backoffMs } from '#core/admit/backoff.ts'
import { stream } from '#core/random.ts'

describe('the wait before a retry', () => {
  it('is uniform below its bound', () => {
    const random = stream(1, 'backoff')
    const o = { baseMs: 25, maxMs: 250 }
    const waits = Array.from({ length: 4_000 }, () => backoffMs(3, o, random))
    expect(Math.max(...waits)).toBeLessThan(100)
    expect(waits.reduce((sum, wait) => sum + wait, 0) / 4_000).toBeCloseTo(50, -0.5)
    expect(backoffBoundMs(1_000_000, o)).toBe(250)
  })
})
