import type { CostGroup } from '#core/flow/effect.ts'
import type { CostsAtRate } from '#core/scenario.ts'
import { listOf } from '#core/schema/list.ts'
import { ms, number, perSecond } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Schema } from '#core/schema.ts'

function cost(o: { fixedMs: number; msPerKiB: number; cv: number }, doing: string) {
  return record({
    fixedMs: ms({
      max: 60_000,
      default: o.fixedMs,
      meaning: `processor time to ${doing}, whatever the size`,
    }),
    msPerKiB: number({ min: 0, max: 1000, default: o.msPerKiB, meaning: `more for each KiB, in ms per KiB` }),
    cv: number({ min: 0, max: 10, default: o.cv, meaning: 'coefficient of variation' }),
    factors: listOf(number({ min: 0, max: 10_000, meaning: 'measured time in relation to the mean' }), {
      default: [],
      meaning: 'equally likely, in place of cv',
    }),
  })
}

/** A part that shares the processors of the machine; nothing unless measured. */
const partCost = (doing: string) => cost({ fixedMs: 0, msPerKiB: 0, cv: 0.5 }, doing)

/** Processor time of everything that has a cost. */
export const costs = record({
  accept: cost({ fixedMs: 0.15, msPerKiB: 0, cv: 0.2 }, 'accept a request'),
  assemble: cost({ fixedMs: 0.05, msPerKiB: 0.002, cv: 0.2 }, 'assemble a shard'),
  render: cost({ fixedMs: 0.5, msPerKiB: 0.1, cv: 0.5 }, 'render a shard'),
  respond: cost({ fixedMs: 0.1, msPerKiB: 0.001, cv: 0.2 }, 'finish a response'),
  write: cost({ fixedMs: 0.3, msPerKiB: 0, cv: 0.2 }, 'handle a write'),
  compress: cost({ fixedMs: 0.05, msPerKiB: 0.02, cv: 0.2 }, 'compress a shard, on a thread'),
  replyStamp: partCost('ask the shared cache for a version and take the answer, on the event loop'),
  replyBody: partCost('ask the shared cache for anything else and take the answer, on the event loop'),
  replyRow: partCost('ask the database and take the answer, on the event loop'),
  gateway: partCost('handle a request at the gateway'),
  forward: partCost('hand a request of the gateway on to a node and its answer back'),
  threads: partCost('collect garbage and compile beside the event loop of a node, for each request'),
  remote: partCost('perform an operation of the shared cache'),
  query: partCost('perform an operation of the database'),
  client: partCost('make a request and take its answer at the client'),
  clientAfter: partCost('count and store an answer at the client, when its time is taken'),
})

const partFactor = (part: CostGroup) =>
  number({
    min: 0.01,
    max: 100,
    default: 1,
    meaning: `processor time of ${part} at this rate, in relation to \`costs\``,
  })

/** How the cost of a request falls or rises with load. */
export const costsAtRate: Schema<readonly CostsAtRate[]> = listOf(
  record({
    ratePerSecond: perSecond({ max: 1e9, meaning: 'requests that come to the gateway' }),
    gateway: partFactor('gateway'),
    nodes: partFactor('nodes'),
    threads: partFactor('threads'),
    store: partFactor('store'),
    database: partFactor('database'),
    client: partFactor('client'),
  }),
  { default: [], meaning: 'ascending; linear between, constant outside' },
)
