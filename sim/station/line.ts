import { Fifo } from '#core/collections/fifo.ts'
import type { Customer } from './customer.ts'

/** Customers who wait. Those who lose patience are marked as gone and skipped when their turn comes. */
export interface Line {
  push(customer: Customer): void
  /** The first who is still there, taken out. */
  take(): Customer | undefined
  /** The first who is still there, left in. */
  first(): Customer | undefined
}

/** In order of arrival. Cost O(1). */
export function arrivalLine(): Line {
  const fifo = new Fifo<Customer>()
  return {
    push: (customer) => fifo.push(customer),
    take: () => {
      for (;;) {
        const customer = fifo.shift()
        if (customer === undefined || !customer.isGone) return customer
      }
    },
    first: () => {
      while (fifo.peek()?.isGone) fifo.shift()
      return fifo.peek()
    },
  }
}

/** In order of rank, ties in order of sequence: a binary heap. Cost O(log waiting). */
export function rankedLine(): Line {
  const heap: Customer[] = []

  function pop(): Customer | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (first === undefined || last === first) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++
      if (!isBefore(heap[child]!, last!)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last!
    return first
  }

  return {
    push: (customer) => {
      let index = heap.push(customer) - 1
      while (index > 0) {
        const parent = (index - 1) >> 1
        if (!isBefore(customer, heap[parent]!)) break
        heap[index] = heap[parent]!
        index = parent
      }
      heap[index] = customer
    },
    take: () => {
      for (;;) {
        const customer = pop()
        if (customer === undefined || !customer.isGone) return customer
      }
    },
    first: () => {
      while (heap[0]?.isGone) pop()
      return heap[0]
    },
  }
}

export const isBefore = (a: Customer, b: Customer): boolean =>
  a.rank < b.rank || (a.rank === b.rank && a.sequence < b.sequence)
