import { column } from './column.ts'

const smallest = 1024

/**
 * Numbers distinct keys in the order of their first appearance.
 *
 * Source      Knuth, The Art of Computer Programming 3, section 6.4, algorithm L (open addressing, linear probing)
 * Parameters  keys are whole numbers whose low bits are spread evenly, such as hashes
 * Cost        O(1) and 16 to 24 bytes a key: a third of a Map's
 */
export function numbering() {
  const keys = column(Float64Array)
  /** Number of the key in each slot, from 1; 0 is empty. */
  let slots = new Uint32Array(smallest)

  /** Where the key is, or the empty slot where it belongs. */
  function slotOf(key: number): number {
    let slot = (key % 4294967296) & (slots.length - 1)
    while (slots[slot] !== 0 && keys.at(slots[slot]! - 1) !== key) slot = (slot + 1) & (slots.length - 1)
    return slot
  }

  function grow(): void {
    slots = new Uint32Array(2 * slots.length)
    for (let number = 0; number < keys.length(); number++) slots[slotOf(keys.at(number))] = number + 1
  }

  function numberOf(key: number): number {
    const slot = slotOf(key)
    if (slots[slot] !== 0) return slots[slot]! - 1
    keys.push(key)
    slots[slot] = keys.length()
    if (2 * keys.length() > slots.length) grow()
    return keys.length() - 1
  }

  return { numberOf, keys: () => keys.values() }
}
