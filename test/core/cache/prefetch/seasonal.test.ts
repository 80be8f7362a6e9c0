import { describe, expect, it } from 'vitest'
import { seasonal } from '#core/cache/prefetch/seasonal.ts'

const hour = 3_600_000
const created = () => seasonal.create({ season: 24 * hour, phases: 24, degree: 2, requestsMin: 2 }, undefined)

describe('seasonal', () => {
  it('loads at the beginning of an hour what was popular at that hour the day before, once', () => {
    const prefetch = created()
    for (const key of [7, 7, 7, 8, 8, 9]) expect(prefetch.request(key, 9.5 * hour)).toEqual([])
    prefetch.request(1, 20 * hour)
    expect(prefetch.request(1, 33.1 * hour)).toEqual([7, 8])
    expect(prefetch.request(1, 33.2 * hour)).toEqual([])
  })

  it('forgets what is older than one season', () => {
    const prefetch = created()
    for (const key of [7, 7]) prefetch.request(key, 9 * hour)
    prefetch.request(1, (9 + 48) * hour)
    expect(prefetch.request(1, (9 + 72) * hour)).toEqual([])
  })

  it('does not load the key that is asked for anyway', () => {
    const prefetch = created()
    for (const key of [7, 7]) prefetch.request(key, 9 * hour)
    prefetch.request(1, 20 * hour)
    expect(prefetch.request(7, 33 * hour)).toEqual([])
  })
})
