import { grown } from './grown.ts'
import { LinkedSlots } from './linked-slots.ts'

/**
 * Linked lists over slots that know how much they hold: each slot keeps the size that it was linked with, each list their sum.
 *
 * Shape  links as in LinkedSlots; sizes: Float64Array[slots], only from the first size on that is not 1; totals: Float64Array[lists]
 * Cost   O(1) each
 */
export class SizedSlots {
  readonly links: LinkedSlots
  /** Sum of the sizes in each list; to be read only. */
  readonly totals: Float64Array
  /** Size less 1, so that what was linked before the array was needed reads right. */
  #excess = new Float64Array(0)
  #areUnits = true

  constructor(lists: number, slots: number) {
    this.links = new LinkedSlots(lists, slots)
    this.totals = new Float64Array(lists)
  }

  /** Of a linked slot. */
  sizeOf(slot: number): number {
    return this.#areUnits || slot >= this.#excess.length ? 1 : 1 + this.#excess[slot]!
  }

  /** Links a slot that stands in no list. */
  pushFront(list: number, slot: number, size: number): void {
    if (size !== 1 || !this.#areUnits) this.#note(slot, size)
    this.totals[list]! += size
    this.links.pushFront(list, slot)
  }

  /** From whichever list it stands in. */
  moveToFront(list: number, slot: number): void {
    const size = this.sizeOf(slot)
    this.totals[this.links.listOf(slot)]! -= size
    this.totals[list]! += size
    this.links.moveToFront(list, slot)
  }

  remove(slot: number): void {
    this.totals[this.links.listOf(slot)]! -= this.sizeOf(slot)
    this.links.remove(slot)
  }

  /** -1 when empty. */
  popBack(list: number): number {
    const slot = this.links.back(list)
    if (slot >= 0) this.remove(slot)
    return slot
  }

  #note(slot: number, size: number): void {
    this.#areUnits = false
    this.#excess = grown(this.#excess, slot + 1)
    this.#excess[slot] = size - 1
  }
}
