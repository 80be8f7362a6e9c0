import { describe, expect, it } from 'vitest'
import { checkAdmission, readAdmission, readCapacities, readPolicies } from '#experiments/cache/cells.ts'

describe('capacities', () => {
  it('are fractions of all keys, numbers, or bytes with a unit', () => {
    expect(readCapacities('0.01, 1%,1000,1', false).map(({ of }) => of(20_484))).toEqual([205, 205, 1000, 1])
    expect(readCapacities('64 KiB,0.5', true).map(({ of }) => of(1001))).toEqual([65_536, 501])
    expect(readCapacities('0.0001', false)[0]!.of(10)).toBe(1)
  })

  it.each([
    ['0', false],
    ['-1', false],
    ['', false],
    ['1.5', false],
    ['200%', false],
    ['64 KiB', false],
    ['5 ms', true],
  ])('%j is refused (sized: %j)', (written, isSized) => {
    expect(() => readCapacities(written, isSized)).toThrow(/--capacity: found .* allowed a fraction/)
  })
})

describe('policies', () => {
  it('are named, or written with their parameters', () => {
    expect(readPolicies(['lru,fifo', '{policy: lru}'])).toEqual([
      { policy: 'lru' },
      { policy: 'fifo' },
      { policy: 'lru' },
    ])
  })

  it('go by the names that people know', () => {
    expect(readPolicies(['S3FIFO,2Q', 'opt', '{policy: LRU_K, k: 3}'])).toEqual([
      { policy: 's3-fifo' },
      { policy: 'two-q' },
      { policy: 'belady' },
      { policy: 'lru-k', k: 3, historyRatio: 1, correlatedPeriod: 0 },
    ])
  })

  it('of admission are read alike, and refused beside what cannot work with them', () => {
    expect(readAdmission(undefined)).toBeUndefined()
    expect(readAdmission('TinyLFU')).toEqual({ policy: 'tiny-lfu' })
    expect(readAdmission('{policy: size-threshold, sizeMax: 2 KiB}')).toEqual({
      policy: 'size-threshold',
      sizeMax: 2048,
    })
    expect(() => readAdmission('tiny-lru')).toThrow(/did you mean tiny-lfu/)
    const tinyLfu = { policy: 'tiny-lfu' }
    expect(() => checkAdmission([{ policy: 'lru' }], tinyLfu, false)).not.toThrow()
    expect(() => checkAdmission([{ policy: 'belady' }], tinyLfu, false)).toThrow(/belady knows the future/)
    expect(() => checkAdmission([{ policy: 'arc' }], tinyLfu, false)).toThrow(/arc cannot tell beforehand/)
  })

  it.each([
    [[], /none was given; allowed lru/],
    [['lrv'], /did you mean lru/],
    [['{policy: lru, k: 3}'], /--policy: .*k/],
    [['{policy: [}'], /--policy: '\{policy: \[\}'/],
  ])('%j are refused', (written, message) => expect(() => readPolicies(written)).toThrow(message))
})
