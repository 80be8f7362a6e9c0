/**
 * The hash slot of a Redis key: CRC-16/XMODEM of the key, or of its tag `{...}` when it has a non-empty one, modulo 16,384.
 *
 * Source  Redis cluster specification, keys hash tags; src/crc16.c
 * Cost    O(bytes)
 */
export const hashSlots = 16_384

/** The part of a tenant's keys that is hashed: all of them are in one slot. */
export const tenantTag = (tenant: number): string => `{t${tenant}}`

export function hashSlot(key: string): number {
  return crc16(tagOf(key)) % hashSlots
}

/** CRC-16/XMODEM: polynomial 0x1021, initial value 0. Of the UTF-8 bytes. */
export function crc16(text: string): number {
  let crc = 0
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code >= 0x80) return crc16OfBytes(utf8(text))
    crc = after(crc, code)
  }
  return crc
}

function crc16OfBytes(bytes: readonly number[]): number {
  let crc = 0
  for (const byte of bytes) crc = after(crc, byte)
  return crc
}

const after = (crc: number, byte: number): number => ((crc << 8) & 0xffff) ^ table[(crc >> 8) ^ byte]!

/** What each byte does to the CRC. */
const table = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8
  for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  return crc
})

function tagOf(key: string): string {
  const open = key.indexOf('{')
  if (open < 0) return key
  const close = key.indexOf('}', open + 1)
  return close > open + 1 ? key.slice(open + 1, close) : key
}

function utf8(text: string): number[] {
  const bytes: number[] = []
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    if (code < 0x80) bytes.push(code)
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63))
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63))
    else
      bytes.push(
        0xf0 | (code >> 18),
        0x80 | ((code >> 12) & 63),
        0x80 | ((code >> 6) & 63),
        0x80 | (code & 63),
      )
  }
  return bytes
}
