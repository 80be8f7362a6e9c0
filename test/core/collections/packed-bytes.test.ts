import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BytesEnd, PackedReader, PackedWriter } from '#core/collections/packed-bytes.ts'

/** What is written, over blocks of so many bytes. */
function packed(write: (out: PackedWriter) => void, blockBytes = 64): Uint8Array {
  const bytes: number[] = []
  const block = new Uint8Array(blockBytes)
  const out = new PackedWriter(block, (filled) => {
    bytes.push(...filled)
    return block
  })
  write(out)
  out.flush()
  return Uint8Array.from(bytes)
}

describe('packed bytes', () => {
  it.each([
    [0, [0]],
    [127, [127]],
    [128, [128, 1]],
    [2 ** 32 - 1, [255, 255, 255, 255, 15]],
  ])('have seven bits of a count in each: %i', (count, bytes) => {
    expect([...packed((out) => out.count(count))]).toEqual(bytes)
    expect(new PackedReader(Uint8Array.from(bytes)).count()).toBe(count)
  })

  it('keep small steps in one byte, up and down', () => {
    expect([...packed((out) => [0, -1, 1, -64].forEach((step) => void out.step(step)))]).toEqual([
      0, 1, 2, 127,
    ])
  })

  it('give back every number, text and step as it was, over the ends of blocks of any size', () => {
    const item = fc.oneof(
      fc.record({ kind: fc.constant('number' as const), value: fc.option(fc.double(), { nil: undefined }) }),
      fc.record({ kind: fc.constant('number' as const), value: fc.nat() }),
      fc.record({ kind: fc.constant('step' as const), value: fc.integer() }),
      fc.record({ kind: fc.constant('text' as const), value: fc.string({ unit: 'binary' }) }),
    )
    fc.assert(
      fc.property(fc.array(item), fc.integer({ min: 1, max: 40 }), (items, blockBytes) => {
        const bytes = packed((out) => {
          for (const { kind, value } of items) out[kind](value as never)
        }, blockBytes)
        const from = new PackedReader(bytes)
        expect(items.map(({ kind }) => from[kind]())).toEqual(items.map(({ value }) => value))
        expect(from.isAtEnd).toBe(true)
      }),
      { seed: 5 },
    )
  })

  it.each([2_147_483_644, 2_147_483_645, 2 ** 32, Number.POSITIVE_INFINITY, -1, -0, 0.1])(
    'keep %d',
    (value) => {
      expect(new PackedReader(packed((out) => out.number(value))).number()).toBe(value)
    },
  )

  it('that end too early say so', () => {
    const bytes = packed((out) => out.text('größer €'))
    for (let length = 0; length < bytes.length; length++)
      expect(() => new PackedReader(bytes.subarray(0, length)).text()).toThrow(BytesEnd)
  })
})
