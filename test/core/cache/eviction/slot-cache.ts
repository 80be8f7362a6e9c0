/** A cache of unit or given sizes around one policy, which shows every decision; it checks what a store relies on. */
import { expect } from 'vitest'
import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import type { Policy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { checkFields } from '#core/schema/record.ts'

export interface SlotCache {
  /** Asks for a key, which comes in on a miss; tells the keys that left. */
  request(key: number, size?: number): { readonly isHit: boolean; readonly evicted: number[] }
  remove(key: number): void
  /** Key of the entry that would leave next, -1 when empty; undefined when the policy cannot tell. */
  victim(): number | undefined
  readonly keys: number[]
}

export function slotCache(
  // biome-ignore lint/suspicious/noExplicitAny: policies differ in their parameters
  policy: Policy<EvictionContext, Eviction, any>,
  options: { readonly capacity: number; readonly parameters?: object; readonly seed?: number },
): SlotCache {
  const { capacity, parameters = {}, seed = 1 } = options
  const slotOf = new Map<number, number>()
  const keyOf = new Map<number, number>()
  const sizes = new Map<number, number>()
  const resident = new Set<number>()
  const free: number[] = []
  let used = 0
  let incoming = -1
  const eviction = policy.create(checkFields(policy.parameters, parameters).value, {
    capacity,
    slots: capacity + 1,
    sizeOf: (slot) => sizes.get(slot)!,
    hashOf: (slot) => keyHash(keyOf.get(slot)!),
    expiryOf: () => Infinity,
    forget(slot) {
      expect(keyOf.has(slot)).toBe(true)
      if (slot === incoming) return
      slotOf.delete(keyOf.get(slot)!)
      keyOf.delete(slot)
      free.push(slot)
    },
    drop: (slot) => vacate(slot),
    random: stream(seed, 'eviction'),
  })

  function vacate(slot: number): void {
    expect(resident.delete(slot)).toBe(true)
    used -= sizes.get(slot)!
  }

  function intern(key: number): number {
    const slot = slotOf.get(key) ?? free.pop() ?? keyOf.size
    slotOf.set(key, slot)
    keyOf.set(slot, key)
    return slot
  }

  return {
    request(key, size = 1) {
      const known = slotOf.get(key)
      if (known !== undefined && resident.has(known)) {
        eviction.hit(known)
        return { isHit: true, evicted: [] }
      }
      const evicted: number[] = []
      if (size > capacity) return { isHit: false, evicted }
      const slot = intern(key)
      sizes.set(slot, size)
      incoming = slot
      while (used + size > capacity) {
        const before = new Map(keyOf)
        const victim = eviction.evict(slot)
        evicted.push(before.get(victim)!)
        vacate(victim)
      }
      incoming = -1
      resident.add(slot)
      used += size
      eviction.insert(slot)
      return { isHit: false, evicted }
    },
    remove(key) {
      const slot = slotOf.get(key)
      if (slot === undefined || !resident.has(slot)) return
      eviction.remove(slot)
      vacate(slot)
      slotOf.delete(key)
      keyOf.delete(slot)
      free.push(slot)
    },
    victim() {
      const slot = eviction.victim?.()
      return slot === undefined || slot < 0 ? slot : keyOf.get(slot)!
    },
    get keys() {
      return [...resident].map((slot) => keyOf.get(slot)!)
    },
  }
}

/** Hits of a sequence of keys, all of one size. */
export const hitsOf = (cache: SlotCache, keys: readonly number[]): number =>
  keys.filter((key) => cache.request(key).isHit).length
