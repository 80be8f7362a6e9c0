/**
 * How libCacheSim draws a resident object: a random number picks a bucket of its hash table, again until one is not empty, and the
 * first object of that bucket's chain, the last that came in, is drawn.
 *
 * Two faults. The number comes from a linear congruential generator modulo 2^64 and the bucket from its lowest bits: these repeat after as
 * many numbers as there are buckets and take every value once in that time, in an order that no seed changes. So the draws walk round a
 * fixed circle of buckets, a key has the same place on it all its life, and what was just passed is safe for a whole round. And
 * what lies behind another in its chain is never drawn. Neither is a uniform choice.
 *
 * Source  libCacheSim, dataStructure/hashtable/chainedHashTableV2.c (rand_obj, expand), utils/include/mymath.h (next_rand, Knuth's
 *         MMIX); the buckets' numbers are XXH3 of the 8 bytes of a key
 */
export class BucketWalk {
  readonly #seed: number
  #buckets: number
  #placeOf: Int32Array
  /** Numbers drawn so far, which are places walked on. */
  #steps = 0
  #place: number
  /** By place on the circle; the last one is the first of the chain. */
  #chains: number[][] = []
  /** One bit a place: its bucket is not empty. */
  #taken: Int32Array
  #count = 0

  constructor(seed: number, buckets: number) {
    this.#seed = seed
    this.#buckets = buckets
    this.#placeOf = circleOf(buckets)
    this.#place = this.#placeOf[seed & (buckets - 1)]!
    this.#chains = Array.from({ length: buckets }, () => [])
    this.#taken = new Int32Array(buckets / 32)
  }

  add(key: number): void {
    if (this.#count > this.#buckets) this.#grow()
    this.#push(key)
    this.#count++
  }

  remove(key: number): void {
    const place = this.#placeOfKey(key)
    const chain = this.#chains[place]!
    chain.splice(chain.indexOf(key), 1)
    if (chain.length === 0) this.#taken[place >> 5]! &= ~(1 << (place & 31))
    this.#count--
  }

  draw(): number {
    this.#walk(1)
    while (this.#chains[this.#place]!.length === 0) {
      const isRestEmpty = this.#taken[this.#place >> 5]! >>> (this.#place & 31) === 0
      this.#walk(isRestEmpty ? 32 - (this.#place & 31) : 1)
    }
    return this.#chains[this.#place]!.at(-1)!
  }

  #walk(steps: number): void {
    this.#steps += steps
    this.#place = (this.#place + steps) % this.#buckets
  }

  #placeOfKey(key: number): number {
    return this.#placeOf[hashOf(key) & (this.#buckets - 1)]!
  }

  #push(key: number): void {
    const place = this.#placeOfKey(key)
    this.#chains[place]!.push(key)
    this.#taken[place >> 5]! |= 1 << (place & 31)
  }

  /** Twice as many buckets; every chain is turned round. */
  #grow(): void {
    const chains = Array.from(this.#placeOf, (place) => this.#chains[place]!)
    this.#buckets *= 2
    this.#placeOf = circleOf(this.#buckets)
    this.#place = this.#placeOf[numberAfter(this.#seed, this.#steps) & (this.#buckets - 1)]!
    this.#chains = Array.from({ length: this.#buckets }, () => [])
    this.#taken = new Int32Array(this.#buckets / 32)
    for (const chain of chains) for (const key of chain.toReversed()) this.#push(key)
  }
}

/** The generator's multiplier and increment, lowest 32 bits. */
const multiplier = 0x4c957f2d
const increment = 0xf767814f

/** The lowest 32 bits of the generator after so many steps. */
function numberAfter(seed: number, steps: number): number {
  let value = seed
  let [factor, added] = [multiplier, increment]
  for (let left = steps; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) value = (Math.imul(value, factor) + added) | 0
    added = (Math.imul(added, factor) + added) | 0
    factor = Math.imul(factor, factor)
  }
  return value
}

const circles = new Map<number, Int32Array>()

/** Where each value of the lowest bits stands on the circle. */
function circleOf(buckets: number): Int32Array {
  const held = circles.get(buckets)
  if (held !== undefined) return held
  const places = new Int32Array(buckets)
  let value = 0
  for (let place = 0; place < buckets; place++) {
    places[value] = place
    value = (Math.imul(multiplier, value) + increment) & (buckets - 1)
  }
  circles.set(buckets, places)
  return places
}

const known = new Map<number, number>()

function hashOf(key: number): number {
  const found = known.get(key)
  if (found !== undefined) return found
  const hash = Number(xxh3(BigInt(key)) & 0xffffffn)
  known.set(key, hash)
  return hash
}

const word = (1n << 64n) - 1n
const rotated = (value: bigint, bits: bigint) => ((value << bits) | (value >> (64n - bits))) & word

/** XXH3 of 8 bytes. */
function xxh3(key: bigint): bigint {
  const prime = 0x9fb21c651e98df25n
  let hash = ((key >> 32n) + ((key & 0xffffffffn) << 32n)) ^ 0x1cad21f72c81017cn ^ 0xdb979083e96dd4den
  hash ^= rotated(hash, 49n) ^ rotated(hash, 24n)
  hash = (hash * prime) & word
  hash ^= (hash >> 35n) + 8n
  hash = (hash * prime) & word
  return hash ^ (hash >> 28n)
}
