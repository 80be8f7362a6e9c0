import { grown } from './grown.ts'

/**
 * One number a slot, 0 until it is set; the array grows when a slot beyond its end is set.
 *
 * Cost  O(1), growth amortised
 */
export class SlotNumbers {
  #values: Float64Array

  constructor(slots: number) {
    this.#values = new Float64Array(slots)
  }

  get(slot: number): number {
    return slot < this.#values.length ? this.#values[slot]! : 0
  }

  set(slot: number, value: number): void {
    if (slot >= this.#values.length) this.#values = grown(this.#values, slot + 1)
    this.#values[slot] = value
  }
}
