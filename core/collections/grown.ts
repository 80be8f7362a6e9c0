type Numbers = Int8Array | Uint8Array | Int32Array | Uint32Array | Float64Array

/** The array itself when it holds `length` elements, else a copy of at least twice its length; new elements are 0. Cost: O(1) amortised. */
export function grown<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, 2 * array.length, 16))
  larger.set(array)
  return larger
}
