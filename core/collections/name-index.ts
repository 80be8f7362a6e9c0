import { keyHash } from './key-hash.ts'

/**
 * Gives names small numbers (slots) and takes them back. The engine keeps the hash of a string with the string, so a Map finds names
 * faster than a table of our own could.
 *
 * Shape  slots by name; names by slot; slots are handed out from 0, released ones first
 * Cost   O(1) expected
 */
export class NameIndex {
  readonly #slots = new Map<string, number>()
  readonly #names: string[] = []
  readonly #released: number[] = []

  /** Number of slots given out. */
  get count(): number {
    return this.#slots.size
  }

  /** Slots are below this. */
  get slots(): number {
    return this.#names.length
  }

  /** The slot of a name, -1 when it has none. */
  find(name: string): number {
    const slot = this.#slots.get(name)
    return slot === undefined ? -1 : slot
  }

  nameOf(slot: number): string {
    return this.#names[slot]!
  }

  /** 32 well mixed bits of the name of a slot. Cost: O(length). */
  hashOf(slot: number): number {
    const name = this.nameOf(slot)
    let hash = 0
    for (let at = 0; at < name.length; at++) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0
    return keyHash(hash >>> 0)
  }

  /** Gives a slot to a name that has none. */
  intern(name: string): number {
    const slot = this.#released.length > 0 ? this.#released.pop()! : this.#names.length
    this.#slots.set(name, slot)
    this.#names[slot] = name
    return slot
  }

  /** Takes a slot from its name; it will be given to another one. */
  release(slot: number): void {
    this.#slots.delete(this.#names[slot]!)
    this.#names[slot] = ''
    this.#released.push(slot)
  }
}
