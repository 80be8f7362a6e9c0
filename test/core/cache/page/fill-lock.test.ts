import { describe, expect, it } from 'vitest'
import { fillLocks } from '#core/cache/page/fill-lock.ts'

describe('locks for filling', () => {
  it('are held by one at a time, a key apart', () => {
    const locks = fillLocks(5000)
    const own = locks.take(1, 0)!
    expect(locks.take(1, 4999)).toBeUndefined()
    expect(locks.take(2, 0)?.until).toBe(5000)
    locks.release(1, own)
    expect(own.released.state).toBe('resolved')
    expect(locks.take(1, 4999)?.until).toBe(9999)
  })

  it('pass to the next who asks when the holder takes too long; only the last release frees the key', () => {
    const locks = fillLocks(5000)
    const slow = locks.take(1, 0)!
    const next = locks.take(1, 5000)!
    locks.release(1, slow)
    expect(slow.released.state).toBe('resolved')
    expect(next.released.state).toBe('pending')
    expect(locks.take(1, 5001)).toBeUndefined()
    locks.release(1, next)
    expect(locks.length).toBe(0)
  })
})
