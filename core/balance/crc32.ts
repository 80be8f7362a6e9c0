/**
 * CRC-32 of the UTF-8 bytes of a text, as zlib and nginx compute it; `before` is the CRC of what stands in front.
 *
 * Source  ISO 3309, ITU-T V.42: reflected polynomial 0xEDB88320; Sarwate, CACM 31(8), 1988, table of bytes
 * Cost    O(bytes)
 */
export function crc32(text: string, before = 0): number {
  let crc = ~before
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    if (code < 0x80) {
      crc = (crc >>> 8) ^ table[(crc ^ code) & 255]!
      continue
    }
    const point = text.codePointAt(index)!
    if (point > 0xffff) index++
    for (const byte of utf8(point)) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255]!
  }
  return ~crc >>> 0
}

/** The same, of the four bytes of a number, the lowest first. */
export function crc32OfWord(word: number, before = 0): number {
  let crc = ~before
  for (let shift = 0; shift < 32; shift += 8) crc = (crc >>> 8) ^ table[(crc ^ (word >>> shift)) & 255]!
  return ~crc >>> 0
}

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

function utf8(point: number): number[] {
  if (point < 0x800) return [0xc0 | (point >> 6), 0x80 | (point & 63)]
  if (point < 0x10000) return [0xe0 | (point >> 12), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)]
  return [0xf0 | (point >> 18), 0x80 | ((point >> 12) & 63), 0x80 | ((point >> 6) & 63), 0x80 | (point & 63)]
}
