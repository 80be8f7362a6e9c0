import { wattsAt } from '#core/model/power.ts'
import type { PowerConfig } from '#core/scenario.ts'
import type { Joules, Ms, Ratio, Watts } from '#core/units.ts'

/** What nodes did between two samples. */
export interface PowerSample {
  readonly utilisation: Ratio
  /** Mean number of nodes that ran. */
  readonly nodes: number
  readonly elapsedMs: Ms
}

/**
 * Energy of the nodes: modelled power of each sample times its length, summed. Simulator and live runs feed the same meter.
 *
 *   E = sum of (P(u) n / N + w n) dt
 *
 * | symbol | here |
 * |---|---|
 * | P(u) | `wattsAt` at the sample's utilisation |
 * | n, N | nodes that ran, nodes that P(u) is for |
 * | w | `nodeWatts`, of each node whatever it does |
 * | dt | `elapsedMs` |
 *
 * Source  power: core/model/power.ts; the sum is the rectangle rule over samples, as of SPECpower's meter: one sample a second
 */
export class EnergyMeter {
  /** Since the beginning, or the last `restart`. */
  joules: Joules = 0
  private readonly config: PowerConfig
  private readonly plannedNodes: number

  /** Parameters  plannedNodes: above 0 */
  constructor(config: PowerConfig, plannedNodes: number) {
    this.config = config
    this.plannedNodes = plannedNodes
  }

  /** Adds a sample and gives its power. */
  add({ utilisation, nodes, elapsedMs }: PowerSample): Watts {
    const watts =
      wattsAt(utilisation, this.config) * (nodes / this.plannedNodes) + this.config.nodeWatts * nodes
    this.joules += (watts * elapsedMs) / 1000
    return watts
  }

  restart(): void {
    this.joules = 0
  }
}
