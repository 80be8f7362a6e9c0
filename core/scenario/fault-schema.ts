import { listOf } from '#core/schema/list.ts'
import { count, ms, number, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Ms, Ratio } from '#core/units.ts'

/** What goes wrong, as data beside the workload. Without any entry a run is what it would be without this section. */
export interface FaultsConfig {
  readonly messages: {
    readonly lostRatio: Ratio
    readonly duplicatedRatio: Ratio
    readonly lateRatio: Ratio
    /** A late message takes up to so much longer, so that it may come after younger ones. */
    readonly lateMsMax: Ms
  }
  /** A node dies with everything it holds and comes back. */
  readonly crashes: readonly NodeWindow[]
  /** A node and the shared cache do not reach each other; of an operation under way only the answer may be lost. */
  readonly partitions: readonly NodeWindow[]
  /** A node stands still with all it holds: its process is stopped, or collects garbage. */
  readonly pauses: readonly NodeWindow[]
  /** No node is subscribed to the messages of the shared cache; each knows it when it is subscribed again. */
  readonly disconnects: readonly Window[]
  /** The clock of a node is set forward or back, and runs fast or slow from then on. */
  readonly clockSkews: readonly ClockSkew[]
  /** The shared cache is away, and what was written to it shortly before is lost. */
  readonly failOvers: readonly FailOver[]
  /** The shared cache takes no new entries. */
  readonly memoryFull: readonly Window[]
  /** The database answers nothing. */
  readonly stalls: readonly Window[]
}

export interface Window {
  readonly atMs: Ms
  readonly forMs: Ms
}

export interface NodeWindow extends Window {
  readonly node: number
}

export interface ClockSkew {
  readonly node: number
  readonly atMs: Ms
  readonly offsetMs: Ms
  readonly driftRatio: number
}

export interface FailOver extends Window {
  readonly losesMs: Ms
}

const window = {
  atMs: ms({ meaning: 'when it begins' }),
  forMs: ms({ meaning: 'how long it lasts' }),
}
const node = count({ max: 99_999, meaning: 'number of the node, from 0' })
const nodeWindows = (meaning: string) => listOf(record({ node, ...window }), { default: [], meaning })
const windows = (meaning: string) => listOf(record(window), { default: [], meaning })

export const faults = record({
  messages: record({
    lostRatio: ratio({ default: 0, meaning: 'share of invalidation messages that are lost' }),
    duplicatedRatio: ratio({ default: 0, meaning: 'share of invalidation messages that come twice' }),
    lateRatio: ratio({ default: 0, meaning: 'share of invalidation messages that are late' }),
    lateMsMax: ms({ default: 100, meaning: 'how late a late message is at most' }),
  }),
  crashes: nodeWindows('times at which a node is dead'),
  partitions: nodeWindows('times at which a node and the shared cache do not reach each other'),
  pauses: nodeWindows('times at which a node stands still with all it holds'),
  disconnects: windows(
    'times at which no node is subscribed, so that messages are lost and all know it later',
  ),
  clockSkews: listOf(
    record({
      node,
      atMs: ms({ default: 0, meaning: 'when its clock is set; 0: from the start' }),
      offsetMs: ms({
        min: -86_400_000,
        max: 86_400_000,
        default: 0,
        meaning:
          'how far it is set forward, or back if negative; then it stands still until it has caught up',
      }),
      driftRatio: number({
        min: -0.9,
        max: 10,
        default: 0,
        meaning: 'by what share of the time it runs fast from then on, or slow if negative',
      }),
    }),
    { default: [], meaning: 'clocks of nodes that differ from that of the world' },
  ),
  failOvers: listOf(
    record({ ...window, losesMs: ms({ default: 1000, meaning: 'writes of this time before it are lost' }) }),
    { default: [], meaning: 'times at which the shared cache is away, and how much it has lost afterwards' },
  ),
  memoryFull: windows('times at which the shared cache takes no new entry'),
  stalls: windows('times at which the database answers nothing'),
})

/** The nodes that faults name. */
const nodesAtFault = ({ crashes, partitions, pauses, clockSkews }: FaultsConfig) => [
  ...crashes,
  ...partitions,
  ...pauses,
  ...clockSkews,
]

/** Nodes that are named and not there. */
export const faultyNodesExist = (s: {
  readonly nodes: { readonly count: number }
  readonly faults: FaultsConfig
}) =>
  nodesAtFault(s.faults).some(({ node }) => node >= s.nodes.count)
    ? [
        {
          field: 'faults' as const,
          allowed: `nodes 0 to ${s.nodes.count - 1}`,
          message: 'names a node that is not there',
        },
      ]
    : []
