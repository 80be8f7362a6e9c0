import { crc32 as zlibCrc32 } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32, crc32OfWord } from '#core/balance/crc32.ts'

describe('crc32', () => {
  it('is that of zlib, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(crc32(text)).toBe(zlibCrc32(text))
      }),
    )
    expect(crc32('123456789')).toBe(0xcbf43926)
  })

  it('goes on where it ended, with text or with the bytes of a number', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        expect(crc32(second, crc32(first))).toBe(crc32(first + second))
      }),
    )
    expect(crc32OfWord(0x04030201)).toBe(zlibCrc32(Buffer.from([1, 2, 3, 4])))
  })
})
