import { expect, it } from 'vitest'
import { arc } from '#core/cache/eviction/arc.ts'
import { expectAgreement, without } from './agreement.ts'
import { slotCache } from './slot-cache.ts'

it('keeps what figure 4 of the paper keeps', () => {
  expectAgreement(arc, (c) => {
    let [t1, t2, b1, b2]: number[][] = [[], [], [], []]
    let p = 0
    function replace(key: number): void {
      const isFirst = t1!.length > 0 && (t1!.length > p || (b2!.includes(key) && t1!.length === p))
      if (isFirst || t2!.length === 0) b1!.push(t1!.shift()!)
      else b2!.push(t2!.shift()!)
    }
    return {
      request(key) {
        if (t1!.includes(key) || t2!.includes(key)) {
          // Case I
        } else if (b1!.includes(key)) {
          p = Math.min(c, p + Math.max(b2!.length / b1!.length, 1))
          replace(key)
          b1 = without(b1!, key)
        } else if (b2!.includes(key)) {
          p = Math.max(0, p - Math.max(b1!.length / b2!.length, 1))
          replace(key)
          b2 = without(b2!, key)
        } else {
          if (t1!.length + b1!.length === c) {
            if (t1!.length < c) {
              b1!.shift()
              replace(key)
            } else t1!.shift()
          } else if (t1!.length + t2!.length + b1!.length + b2!.length >= c) {
            if (t1!.length + t2!.length + b1!.length + b2!.length === 2 * c) b2!.shift()
            replace(key)
          }
          t1!.push(key)
          return
        }
        t1 = without(t1!, key)
        t2 = [...without(t2!, key), key]
      },
      keys: () => [...t1!, ...t2!],
    }
  })
})

it('lets a scan pass without losing what was asked for twice', () => {
  const cache = slotCache(arc, { capacity: 6 })
  for (const key of [1, 2, 3, 1, 2, 3]) cache.request(key)
  for (let key = 10; key < 60; key++) cache.request(key)
  expect(cache.keys).toEqual(expect.arrayContaining([1, 2, 3]))
})
