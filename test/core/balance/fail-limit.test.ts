import { describe, expect, it } from 'vitest'
import { FailLimit } from '#core/balance/fail-limit.ts'

describe('the limit of failures', () => {
  it('passes over a node for a time, lets one request try it, and forgives it after a success', () => {
    const limit = new FailLimit(2, 2, 1000)
    limit.failed(0, 10)
    expect(limit.isUsable(0, 10)).toBe(true)
    limit.failed(0, 20)
    expect(limit.isUsable(0, 1020)).toBe(false)
    expect(limit.isUsable(1, 1020)).toBe(true)
    expect(limit.isUsable(0, 1021)).toBe(true)
    limit.chosen(0, 1021)
    expect(limit.isUsable(0, 1022)).toBe(false)
    limit.succeeded(0)
    expect(limit.isUsable(0, 1022)).toBe(true)
  })

  it('does not forgive for a success of a request that was sent before', () => {
    const limit = new FailLimit(2, 1, 1000)
    limit.failed(0, 10)
    limit.succeeded(0)
    expect(limit.isUsable(0, 11)).toBe(false)
  })

  it('is ignored with one node, and when it is 0', () => {
    const alone = new FailLimit(1, 1, 1000)
    alone.failed(0, 1)
    expect(alone.isUsable(0, 1)).toBe(true)
    const off = new FailLimit(2, 0, 1000)
    off.failed(0, 1)
    expect(off.isUsable(0, 1)).toBe(true)
  })
})
