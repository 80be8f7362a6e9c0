/**
 * A fixed pseudo-random number in [0, 1) for a non-negative integer: properties of pages (size, freshness, strength) that both worlds
 * must agree on without a table.
 *
 * Source  Mulberry32's output function (Ettinger, 2017), public domain; integer operations only
 */
export function unitHash(value: number, salt: number): number {
  let mixed = (Math.imul(value ^ (value >>> 16), 0x45d9f3b) + Math.imul(salt + 1, 0x6d2b79f5)) | 0
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
