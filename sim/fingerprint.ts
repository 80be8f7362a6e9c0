/**
 * A hash over time, kind and subject of every event: two runs with equal fingerprints went the same way.
 *
 * Source  two lanes of the 32-bit mix of MurmurHash3 (Appleby, 2011) over the bits of the time
 * Cost    about 5 ns an event
 */
export class Fingerprint {
  private low = 0x9747b28c
  private high = 0x5bd1e995
  private readonly double = new Float64Array(1)
  private readonly words = new Uint32Array(this.double.buffer)

  add(time: number, kind: number, subject: number): void {
    this.double[0] = time
    this.low = mix(this.low ^ this.words[0]!, kind + 1)
    this.high = mix(this.high ^ this.words[1]! ^ this.low, subject + 1)
  }

  text(): string {
    return hex(this.low) + hex(this.high)
  }
}

function mix(hash: number, value: number): number {
  const scrambled = Math.imul(value, 0xcc9e2d51)
  const mixed = hash ^ Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593)
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0
}

const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, '0')
