import { LinkedSlots } from './linked-slots.ts'
import { SlotNumbers } from './slot-numbers.ts'

/**
 * Slots that left a cache and are remembered, the latest first, with the size they had. A slot that comes back may have another size,
 * so the list keeps its own.
 *
 * Cost  O(1) each
 */
export class GhostList {
  readonly #order: LinkedSlots
  readonly #sizes: SlotNumbers
  #size = 0

  constructor(slots: number) {
    this.#order = new LinkedSlots(1, slots)
    this.#sizes = new SlotNumbers(slots)
  }

  push(slot: number, size: number): void {
    this.#order.pushFront(0, slot)
    this.#sizes.set(slot, size)
    this.#size += size
  }

  has(slot: number): boolean {
    return slot >= 0 && this.#order.listOf(slot) === 0
  }

  take(slot: number): void {
    this.#order.remove(slot)
    this.#size -= this.#sizes.get(slot)
  }

  /** Takes out the one that was pushed first when all together are larger than `bound`, else -1. */
  takeBeyond(bound: number): number {
    if (this.#size <= bound) return -1
    const slot = this.#order.back(0)
    if (slot >= 0) this.take(slot)
    return slot
  }

  get count(): number {
    return this.#order.lengths[0]!
  }
}
