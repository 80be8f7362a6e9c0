import { describe, expect, it } from 'vitest'
import { PrefetchLedger } from '#core/cache/prefetch/prefetch-ledger.ts'

describe('the ledger of prefetching', () => {
  it('counts an entry as useful at its first request, and only once', () => {
    const ledger = new PrefetchLedger()
    ledger.loadAhead(1, 100, [])
    ledger.request(1, 'hit')
    ledger.request(1, 'hit')
    expect([ledger.useful, ledger.wasted, ledger.accuracy]).toEqual([1, 0, 1])
  })

  it('counts the bytes of what left unused as wasted', () => {
    const ledger = new PrefetchLedger()
    ledger.loadAhead(1, 100, [])
    ledger.loadAhead(2, 50, [1])
    ledger.evict(2)
    ledger.evict(77)
    expect([ledger.wasted, ledger.wastedBytes, ledger.loadedBytes, ledger.accuracy]).toEqual([2, 150, 150, 0])
  })

  it('counts a miss of what was displaced as pollution, once', () => {
    const ledger = new PrefetchLedger()
    ledger.loadAhead(1, 100, [9])
    ledger.request(9, 'miss')
    ledger.request(9, 'miss')
    expect([ledger.pollution, ledger.misses]).toEqual([1, 2])
  })

  it('remembers only the last displaced keys', () => {
    const ledger = new PrefetchLedger(1)
    ledger.loadAhead(1, 1, [8, 9])
    ledger.request(8, 'miss')
    expect(ledger.pollution).toBe(0)
    ledger.request(9, 'miss')
    expect(ledger.pollution).toBe(1)
  })

  it('covers the share of misses that there would have been', () => {
    const ledger = new PrefetchLedger()
    ledger.loadAhead(1, 1, [9])
    ledger.request(1, 'hit')
    ledger.request(9, 'miss')
    ledger.request(5, 'miss')
    // Without loading ahead: 1 and 5 missed, 9 hit.
    expect(ledger.coverage).toBe(0.5)
  })
})
