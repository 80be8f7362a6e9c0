import type { Ms } from '#core/units.ts'

/** Above this length a shift of all that come later costs more than a heap. */
const sortedMax = 48

/**
 * The nearest events in order of (time, order): slots whose keys lie in typed arrays, so that a comparison touches no object.
 *
 * Few of them are kept sorted, the first at the end: taking it is free and putting one in moves what comes before it. Many of them, as
 * when thousands fall on the same time, are kept as a binary heap until it is empty.
 */
export class EventQueue {
  length = 0
  private isHeap = false
  private capacity = 64
  private times = new Float64Array(this.capacity)
  private orders = new Float64Array(this.capacity)
  private slots = new Int32Array(this.capacity)

  /** Of the first event; without meaning when there is none. */
  get firstTime(): Ms {
    return this.times[this.isHeap ? 0 : this.length - 1]!
  }

  /** Slots in no particular order. */
  slotAt(index: number): number {
    return this.slots[index]!
  }

  clear(): void {
    this.length = 0
    this.isHeap = false
  }

  push(at: Ms, order: number, slot: number): void {
    if (this.isHeap) this.rise(at, order, slot)
    else if (this.length < sortedMax) this.insert(at, order, slot)
    else {
      this.becomeHeap()
      this.rise(at, order, slot)
    }
  }

  /** Takes the first slot out; there must be one. */
  shift(): number {
    if (!this.isHeap) return this.slots[--this.length]!
    const first = this.slots[0]!
    this.sink()
    if (this.length === 0) this.isHeap = false
    return first
  }

  private insert(at: Ms, order: number, slot: number): void {
    const { times, orders, slots } = this
    let index = this.length++
    while (index > 0) {
      const before = times[index - 1]!
      if (before > at || (before === at && orders[index - 1]! > order)) break
      times[index] = before
      orders[index] = orders[index - 1]!
      slots[index] = slots[index - 1]!
      index--
    }
    times[index] = at
    orders[index] = order
    slots[index] = slot
  }

  /** A list in ascending order is a heap. */
  private becomeHeap(): void {
    this.times.subarray(0, this.length).reverse()
    this.orders.subarray(0, this.length).reverse()
    this.slots.subarray(0, this.length).reverse()
    this.isHeap = true
  }

  private rise(at: Ms, order: number, slot: number): void {
    if (this.length === this.capacity) this.grow()
    const { times, orders, slots } = this
    let index = this.length++
    while (index > 0) {
      const parent = (index - 1) >> 1
      const parentTime = times[parent]!
      if (parentTime < at || (parentTime === at && orders[parent]! < order)) break
      times[index] = parentTime
      orders[index] = orders[parent]!
      slots[index] = slots[parent]!
      index = parent
    }
    times[index] = at
    orders[index] = order
    slots[index] = slot
  }

  /** Fills the place of the first with the last. */
  private sink(): void {
    const { times, orders, slots } = this
    const last = --this.length
    const at = times[last]!
    const order = orders[last]!
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= last) break
      const right = child + 1
      if (
        right < last &&
        (times[right]! < times[child]! || (times[right] === times[child] && orders[right]! < orders[child]!))
      )
        child = right
      const childTime = times[child]!
      if (childTime > at || (childTime === at && orders[child]! > order)) break
      times[index] = childTime
      orders[index] = orders[child]!
      slots[index] = slots[child]!
      index = child
    }
    times[index] = at
    orders[index] = order
    slots[index] = slots[last]!
  }

  private grow(): void {
    this.capacity *= 2
    const { times, orders, slots } = this
    this.times = new Float64Array(this.capacity)
    this.orders = new Float64Array(this.capacity)
    this.slots = new Int32Array(this.capacity)
    this.times.set(times)
    this.orders.set(orders)
    this.slots.set(slots)
  }
}
