import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestName, suggestion } from '#core/nearest-name.ts'

describe('nearest name', () => {
  it('finds the name that was mistyped', () => {
    const known = ['round-robin', 'least-outstanding', 'peak-ewma']
    expect(nearestName('round_robin', known)).toBe('round-robin')
    expect(nearestName('Least-Outstandng', known)).toBe('least-outstanding')
    expect(nearestName('wbe', ['web', 'station'])).toBe('web')
  })

  it('says nothing when nothing is near', () => {
    expect(nearestName('kangaroo', ['lru', 'sieve'])).toBeUndefined()
    expect(nearestName('x', ['a'])).toBeUndefined()
    expect(nearestName('lru', [])).toBeUndefined()
  })

  it('takes the first of equally near names', () => {
    expect(nearestName('lxu', ['lru', 'lfu'])).toBe('lru')
  })

  it('is suggested at the end of a sentence, or nothing is', () => {
    expect(suggestion('seive', ['lru', 'sieve'])).toBe(", did you mean 'sieve'?")
    expect(suggestion('kangaroo', ['lru', 'sieve'])).toBe('')
  })

  it('distance is that of the textbook: kitten to sitting takes 3', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3)
  })

  it('distance is a metric', () => {
    const word = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0)
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
      }),
      { seed: 1 },
    )
  })
})
