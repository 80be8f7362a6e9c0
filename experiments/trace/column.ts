export type Numbers = Float64Array | Float32Array | Uint32Array

/** A list of numbers in a typed array that doubles when it is full: 4 or 8 bytes a number, and nothing for the collector. */
export function column<T extends Numbers>(create: new (length: number) => T) {
  let held = new create(1024)
  let length = 0
  return {
    push(value: number): void {
      if (length === held.length) {
        const larger = new create(2 * length)
        larger.set(held)
        held = larger
      }
      held[length++] = value
    },
    increase(index: number, by: number): void {
      held[index]! += by
    },
    at: (index: number): number => held[index]!,
    length: () => length,
    values: () => held.subarray(0, length) as T,
  }
}
