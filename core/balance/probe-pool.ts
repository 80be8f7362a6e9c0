import type { Ms } from '#core/units.ts'

export interface Probe {
  readonly node: number
  inFlight: number
  readonly latencyMs: Ms
  /** How often it may still be used. */
  uses: number
  readonly atMs: Ms
}

/**
 * The latest probes, at most `size`, the oldest first.
 *
 * Source  Wydrowski et al., NSDI 2024, section 4: hot-cold lexicographic choice, removal of the worst and the oldest
 * Cost    O(size)
 */
export class ProbePool {
  readonly probes: Probe[] = []
  private readonly size: number
  private readonly ageMs: Ms

  constructor({ size, ageMs }: { size: number; ageMs: Ms }) {
    this.size = size
    this.ageMs = ageMs
  }

  add(probe: Probe): void {
    if (this.probes.length === this.size) this.probes.shift()
    this.probes.push(probe)
  }

  /** Forgets probes that are too old. */
  expire(now: Ms): void {
    while (this.probes.length > 0 && now - this.probes[0]!.atMs > this.ageMs) this.probes.shift()
  }

  /** Forgets probes of nodes that may not be chosen. */
  keep(has: (node: number) => boolean): void {
    for (let index = this.probes.length - 1; index >= 0; index--)
      if (!has(this.probes[index]!.node)) this.probes.splice(index, 1)
  }

  /** The node of the best probe, undefined when there is none. Its use is counted, and one more in flight. */
  choose(hotInFlight: number): number | undefined {
    const best = this.extreme((probe, other) => isBetter(probe, other, hotInFlight))
    if (best < 0) return undefined
    const probe = this.probes[best]!
    probe.inFlight++
    if (--probe.uses <= 0) this.probes.splice(best, 1)
    return probe.node
  }

  remove(which: 'worst' | 'oldest', hotInFlight: number): void {
    if (which === 'oldest') this.probes.shift()
    else {
      const worst = this.extreme((probe, other) => isBetter(other, probe, hotInFlight))
      if (worst >= 0) this.probes.splice(worst, 1)
    }
  }

  private extreme(isFirst: (probe: Probe, other: Probe) => boolean): number {
    const { probes } = this
    let found = probes.length > 0 ? 0 : -1
    for (let index = 1; index < probes.length; index++)
      if (isFirst(probes[index]!, probes[found]!)) found = index
    return found
  }
}

/** Cold before hot; cold ones by latency, hot ones by requests in flight, of equal ones by latency. */
function isBetter(probe: Probe, other: Probe, hotInFlight: number): boolean {
  const isHot = probe.inFlight >= hotInFlight
  const isOtherHot = other.inFlight >= hotInFlight
  if (isHot !== isOtherHot) return isOtherHot
  if (isHot && probe.inFlight !== other.inFlight) return probe.inFlight < other.inFlight
  return probe.latencyMs < other.latencyMs
}
