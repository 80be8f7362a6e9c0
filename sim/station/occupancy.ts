import type { Ms } from '#core/units.ts'

/** How long how many customers were present, and how much their servers worked, since the warm-up ended. */
export class Occupancy {
  private readonly warmUpMs: Ms
  private changedAtMs: Ms = 0
  private busyAreaMs = 0
  private times = new Float64Array(64)

  constructor(warmUpMs: Ms) {
    this.warmUpMs = warmUpMs
  }

  /** Tells that until now `count` were present and `busy` servers worked; called before either changes and at the end. */
  book(now: Ms, count: number, busy: number): void {
    const elapsedMs = now - (this.changedAtMs > this.warmUpMs ? this.changedAtMs : this.warmUpMs)
    this.changedAtMs = now
    if (elapsedMs <= 0) return
    if (count >= this.times.length) this.grow(count)
    this.times[count]! += elapsedMs
    this.busyAreaMs += busy * elapsedMs
  }

  /** Mean number of servers at work. */
  get busyMean(): number {
    return this.busyAreaMs / this.totalMs
  }

  get mean(): number {
    return this.momentOf(1) / this.totalMs
  }

  get variance(): number {
    return this.momentOf(2) / this.totalMs - this.mean * this.mean
  }

  /** Share of time with exactly `count` present. */
  shareOf(count: number): number {
    return (this.times[count] ?? 0) / this.totalMs
  }

  /** Share of time with `count` or more present. */
  shareFrom(count: number): number {
    let fewer = 0
    for (let n = 0; n < Math.min(count, this.times.length); n++) fewer += this.times[n]!
    return 1 - fewer / this.totalMs
  }

  private get totalMs(): Ms {
    return this.momentOf(0)
  }

  private momentOf(order: 0 | 1 | 2): number {
    let sum = 0
    for (let n = 0; n < this.times.length; n++)
      sum += this.times[n]! * (order === 0 ? 1 : order === 1 ? n : n * n)
    return sum
  }

  private grow(count: number): void {
    const longer = new Float64Array(2 * count)
    longer.set(this.times)
    this.times = longer
  }
}
