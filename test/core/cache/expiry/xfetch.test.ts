import { describe, expect, it } from 'vitest'
import { xfetch } from '#core/cache/expiry/xfetch.ts'
import { stream } from '#core/random.ts'

describe('xfetch', () => {
  it.each([
    [50, 50, 1, 0.36788],
    [100, 50, 1, 0.13534],
    [50, 50, 2, 0.60653],
  ])(
    'refreshes %i ms before expiry, load %i ms, beta %d with probability %f',
    (gap, loadMs, beta, probability) => {
      const expiry = xfetch.create({ ttl: 1000, beta }, { random: stream(1, 'expiry') })
      const copy = { storedAt: 0, expiresAt: 1000, loadMs }
      const draws = 40_000
      let refreshed = 0
      for (let i = 0; i < draws; i++) if (expiry.isRefreshDue!(copy, 1000 - gap)) refreshed++
      const error = 4 * Math.sqrt((probability * (1 - probability)) / draws)
      expect(Math.abs(refreshed / draws - probability)).toBeLessThan(error)
    },
  )

  it('is rarely not refreshed before expiry: with 10 reads a load of 0.5 time units, exp(-5) of the time', () => {
    const random = stream(2, 'reads')
    const expiry = xfetch.create({ ttl: 100_000, beta: 1 }, { random })
    const copy = { storedAt: 0, expiresAt: 100_000, loadMs: 500 }
    let missed = 0
    const runs = 20_000
    for (let run = 0; run < runs; run++) {
      let now = 90_000
      let isRefreshed = false
      while (!isRefreshed) {
        now -= 100 * Math.log(random())
        if (now >= 100_000) break
        isRefreshed = expiry.isRefreshDue!(copy, now)
      }
      if (!isRefreshed) missed++
    }
    expect(Math.abs(missed / runs - 0.0067)).toBeLessThan(4 * Math.sqrt(0.0067 / runs))
  })

  it('refreshes whatever has expired, and never early when loading costs nothing', () => {
    const expiry = xfetch.create({ ttl: 1000, beta: 1 }, undefined)
    expect(expiry.isRefreshDue!({ storedAt: 0, expiresAt: 1000, loadMs: 5 }, 1000)).toBe(true)
    expect(expiry.isRefreshDue!({ storedAt: 0, expiresAt: 1000, loadMs: 0 }, 999)).toBe(false)
    expect(expiry.expiresAt(5)).toBe(1005)
  })
})
