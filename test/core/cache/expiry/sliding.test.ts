import { describe, expect, it } from 'vitest'
import { sliding } from '#core/cache/expiry/sliding.ts'

describe('sliding', () => {
  const expiry = sliding.create({ ttl: 100, lifetimeMax: 250 }, undefined)
  it('begins anew at each hit', () => {
    expect(expiry.expiresAt(0)).toBe(100)
    expect(expiry.onHit!({ storedAt: 0, expiresAt: 100, loadMs: 1 }, 60)).toBe(160)
  })

  it('never outlives the longest lifetime, nor shortens what was promised', () => {
    expect(expiry.onHit!({ storedAt: 0, expiresAt: 210, loadMs: 1 }, 200)).toBe(250)
    expect(expiry.onHit!({ storedAt: 0, expiresAt: 250, loadMs: 1 }, 240)).toBe(250)
    expect(sliding.create({ ttl: 100, lifetimeMax: 50 }, undefined).expiresAt(0)).toBe(50)
  })
})
