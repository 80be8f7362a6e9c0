/**
 * 32 well mixed bits of an integer key of at most 53 bits: for sketches, and for samples that must hold all requests of a key or none.
 *
 * Source  Appleby, MurmurHash3, finaliser fmix32; the high word is folded in before
 * Cost    O(1), about 2 ns
 */
export function keyHash(key: number): number {
  let x = (key | 0) ^ Math.imul((key / 4294967296) | 0, 0x9e3779b1)
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
  return (x ^ (x >>> 16)) >>> 0
}
