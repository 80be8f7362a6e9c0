import type { Bytes, Ms } from '#core/units.ts'

export interface Segment {
  /** B, size. */
  readonly sizeBytes: Bytes
  /** BW, bytes per second of the connection. */
  readonly bandwidthBytesPerSecond: number
  /** C/R, time to decode. */
  readonly decodeMs: Ms
}

/**
 * Equation 3, T_first = sum of B/BW + C/R: transfer and decoding of all first-screen segments, one after the other.
 *
 * Source  preprint, equation 3
 */
export function firstPaintMs(segments: readonly Segment[]): Ms {
  let total = 0
  for (const segment of segments) total += transferMs(segment) + segment.decodeMs
  return total
}

/** The same when a segment is decoded while the next is transferred: the last decode ends after all transfers before it. */
export function firstPaintPipelinedMs(segments: readonly Segment[]): Ms {
  let transferred = 0
  let decoded = 0
  for (const segment of segments) {
    transferred += transferMs(segment)
    decoded = Math.max(decoded, transferred) + segment.decodeMs
  }
  return decoded
}

const transferMs = ({ sizeBytes, bandwidthBytesPerSecond }: Segment): Ms =>
  (sizeBytes / bandwidthBytesPerSecond) * 1000
