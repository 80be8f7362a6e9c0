import { describe, expect, it } from 'vitest'
import { checkHeld } from '#core/cache/check-held.ts'

const held = { count: 2, usedBytes: 7, capacityCount: 2, capacityBytes: 7 }

describe('the check of what a cache holds', () => {
  it('is silent when count and bytes are those of the entries and within the capacity', () => {
    expect(() => checkHeld(held, [3, 4])).not.toThrow()
    expect(() => checkHeld({ ...held, capacityBytes: 0 }, [3, 4])).not.toThrow()
  })

  it('tells bytes, a count or a capacity that do not agree', () => {
    expect(() => checkHeld(held, [3, 5])).toThrow('sizes add up to 7, found 8')
    expect(() => checkHeld(held, [7])).toThrow('2 entries are held, found 1')
    expect(() => checkHeld({ ...held, capacityCount: 1 }, [3, 4])).toThrow('at most 1 entries, found 2')
    expect(() => checkHeld({ ...held, capacityBytes: 6 }, [3, 4])).toThrow('at most 6 bytes, found 7')
  })
})
