import { PackedWriter } from '#core/collections/packed-bytes.ts'

/** A writer whose bytes stay in memory, and what it has written so far. */
export function bytesInMemory(): { out: PackedWriter; written: () => Uint8Array } {
  const bytes: number[] = []
  const block = new Uint8Array(1024)
  const out = new PackedWriter(block, (filled) => {
    bytes.push(...filled)
    return block
  })
  return {
    out,
    written() {
      out.flush()
      return Uint8Array.from(bytes)
    },
  }
}
