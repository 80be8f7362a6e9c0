import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32 } from '#core/balance/crc32.ts'
import { KetamaRing } from '#core/balance/ketama-ring.ts'

const names = ['127.0.0.1:8001', '127.0.0.1:8002', '127.0.0.1:8003']
const equal = (count: number) => new Float64Array(count).fill(1)

describe('the ring', () => {
  it('finds the first point at or after a hash as a scan does', () => {
    const ring = new KetamaRing(names, equal(3))
    fc.assert(
      fc.property(fc.nat(0xffffffff), (hash) => {
        const found = ring.hashes.findIndex((point) => point >= hash)
        expect(ring.find(hash)).toBe(found < 0 ? 0 : found)
      }),
    )
    for (const hash of ring.hashes.subarray(0, 5)) expect(ring.hashes[ring.find(hash)]).toBe(hash)
    expect(ring.after(ring.hashes.length - 1)).toBe(0)
  })

  it('moves only keys of a node that goes', () => {
    const three = new KetamaRing(names, equal(3))
    const two = new KetamaRing(names.slice(0, 2), equal(2))
    for (let key = 0; key < 2_000; key++) {
      const hash = crc32(`key${key}`)
      const before = three.nodes[three.find(hash)]!
      if (before < 2) expect(two.nodes[two.find(hash)]).toBe(before)
    }
  })

  it('has 160 points a unit of weight, and takes a name without port', () => {
    expect(new KetamaRing(['a'], Float64Array.of(3)).hashes.length).toBe(480)
  })
})
