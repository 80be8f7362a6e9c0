import { expect, it } from 'vitest'
import { firstPaintMs, firstPaintPipelinedMs } from '#core/render/first-paint.ts'

const segments = Array.from({ length: 10 }, () => ({
  sizeBytes: 16_384,
  bandwidthBytesPerSecond: 200_000,
  decodeMs: 5,
}))

it('equation 3 gives .8692 s for ten shards of 16 KB at 1.6 Mbit/s with 5 ms of decoding', () => {
  expect(firstPaintMs(segments)).toBeCloseTo(869.2, 9)
})

it('decoding while the next is transferred costs only the last decoding', () => {
  expect(firstPaintPipelinedMs(segments)).toBeCloseTo(824.2, 9)
})
