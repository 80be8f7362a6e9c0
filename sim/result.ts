import type { Bucket } from '#core/collections/histogram.ts'
import type { Ms } from '#core/units.ts'

/** One simulated run (one seed, one replication). Plain data: it passes between threads and into files as it is. */
export interface RunResult {
  readonly scenario: string
  readonly seed: number
  readonly replication: number
  readonly fingerprint: string
  readonly virtualMs: Ms
  readonly warmUpMs: Ms
  readonly events: number
  readonly metrics: Record<string, { readonly value: number; readonly unit: string }>
  /** One value a virtual second, warm-up included; the first belongs to a part of a second where warm-up is no whole number of them. */
  readonly series: readonly {
    readonly name: string
    readonly unit: string
    readonly values: readonly number[]
  }[]
  readonly responseMs: readonly Bucket[]
  /** Mean time of a request by stage. */
  readonly stagesMs: Record<string, number>
  /** What the figures cannot tell, in sentences. */
  readonly notes?: readonly string[]
}
