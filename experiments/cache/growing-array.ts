/**
 * Numbers appended one by one, 4 bytes each as long as all are integers below 2^32, else 8. The end is copied once into memory that worker
 * threads share.
 */
export class GrowingArray {
  length = 0
  #values: Uint32Array | Float64Array = new Uint32Array(65_536)

  push(value: number): void {
    if (this.#values instanceof Uint32Array && value >>> 0 !== value) this.#widen()
    if (this.length === this.#values.length) this.#grow()
    this.#values[this.length++] = value
  }

  shared(): Uint32Array | Float64Array {
    const wide = this.#values instanceof Float64Array
    const buffer = new SharedArrayBuffer(this.length * (wide ? 8 : 4))
    const copy = wide ? new Float64Array(buffer) : new Uint32Array(buffer)
    copy.set(this.#values.subarray(0, this.length))
    return copy
  }

  #widen(): void {
    const wide = new Float64Array(this.#values.length)
    wide.set(this.#values)
    this.#values = wide
  }

  #grow(): void {
    const { length } = this.#values
    const larger =
      this.#values instanceof Float64Array ? new Float64Array(2 * length) : new Uint32Array(2 * length)
    larger.set(this.#values)
    this.#values = larger
  }
}
