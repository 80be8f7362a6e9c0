/**
 * One number a slot, 0 until it is set; the array grows when a slot beyond its end is set.
 *
 * Cost  O(1); growth doubles
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
    if (slot >= this.#values.length) {
      const larger = new Float64Array(Math.max(16, slot + 1, 2 * this.#values.length))
      larger.set(this.#values)
      this.#values = larger
    }
    this.#values[slot] = value
  }
}
