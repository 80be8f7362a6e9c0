import type { Ms } from '#core/units.ts'

const none = -1
/** Events a bucket is meant for. */
const perBucket = 1
const bucketsMax = 262_144

/** One rung of the ladder of a calendar: lists of events by bucket of time. The lists are chains in the calendar's own cells. */
export class Rung {
  private heads = new Int32Array(64)
  private buckets = 0
  private from: Ms = 0
  private perMs = 0
  /** First bucket that was not taken. */
  private current = 0

  /** Gets ready for so many events between two times. False when these cannot be told apart by buckets. */
  open(events: number, low: Ms, high: Ms): boolean {
    const span = high - low
    const buckets = Math.min(bucketsMax, Math.max(16, Math.ceil(events / perBucket)))
    const perMs = buckets / span
    if (!(span > 0 && span < Number.MAX_VALUE && perMs < Number.MAX_VALUE && low + span / buckets > low))
      return false
    if (this.heads.length < buckets) {
      let length = this.heads.length
      while (length < buckets) length *= 2
      this.heads = new Int32Array(length)
    }
    this.heads.fill(none, 0, buckets)
    this.buckets = buckets
    this.from = low
    this.perMs = perMs
    this.current = 0
    return true
  }

  /** Takes an event in. False when its bucket was taken already: then it belongs below. */
  put(slot: number, at: Ms, cells: Int32Array): boolean {
    const index = Math.floor((at - this.from) * this.perMs)
    const bucket = index < this.buckets ? index : this.buckets - 1
    if (bucket < this.current) return false
    cells[2 * slot] = this.heads[bucket]!
    this.heads[bucket] = slot
    return true
  }

  /** The list of the next bucket that has one, or -1. */
  take(): number {
    const { heads, buckets } = this
    let bucket = this.current
    while (bucket < buckets && heads[bucket] === none) bucket++
    this.current = bucket + 1
    return bucket < buckets ? heads[bucket]! : none
  }
}
