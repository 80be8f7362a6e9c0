/**
 * Costs of a live cluster, measured while it carried load, and the scenario with these costs.
 *
 *   gateway answer   what an answer from the gateway's cache takes: generator, kernel, gateway. Charged as round trip of the client.
 *   stages           measured in the node, one by one
 *   remote, database round trips as the node sees them
 *   HTTP             what an answer of a node takes beyond a gateway answer and beyond all of the above: the second hop, parsing,
 *                    sockets, garbage collection. Charged to accept and respond, half each.
 *   operations       what the processor does for an operation of shared cache or database beside waiting: the processor time of the
 *                    node processes that none of the above explains, shared by the operations. It moves from their round trips to
 *                    accept and respond, so a request takes as long and the processor is as busy as measured.
 */
import type { Stage, ThreadStage } from '#core/flow/effect.ts'
import type { Distribution, StageCost, WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { ClusterSnapshot, StageSum } from '#server/launch.ts'
import type { LoadResult, Spread } from '#server/load/load-result.ts'

export interface Calibration {
  readonly stageMs: Readonly<Record<Stage | ThreadStage, Ms>>
  readonly remoteMs: Ms
  readonly databaseMs: Ms
  readonly gatewayAnswerMs: Spread
  readonly httpMs: Ms
  /** Processor time of the node for one operation of shared cache or database. */
  readonly operationCpuMs: Ms
  readonly shardsPerPage: number
  /** Processor time of the node processes for one request, all included. */
  readonly nodeCpuMs: Ms
  readonly samples: Readonly<Record<Stage | ThreadStage | 'remote' | 'database' | 'requests', number>>
}

/** What lies between two snapshots, and what the load generator saw meanwhile. */
export interface Observed {
  readonly before: ClusterSnapshot
  readonly after: ClusterSnapshot
  readonly loaded: Pick<LoadResult, 'gatewayAnswerMs' | 'nodeAnswerMs'>
}

export function calibrationOf({ before, after, loaded }: Observed): Calibration {
  const count = (read: Reader) => read(after).count - read(before).count
  const sum = (read: Reader) => read(after).sumMs - read(before).sumMs
  const mean = (read: Reader): Ms => (count(read) === 0 ? 0 : sum(read) / count(read))
  const gained = (name: keyof ClusterSnapshot['nodes']) => after.nodes[name] - before.nodes[name]
  const requests = gained('requests') + gained('writes')
  const perRequest = (total: number) => total / Math.max(1, requests)
  const flowMs = perRequest(Object.values(readers).reduce((total, read) => total + sum(read), 0))
  const { gatewayAnswerMs, nodeAnswerMs } = loaded
  const { accept, assemble, render, respond, write, compress, remote, database } = readers
  const nodeCpuMs = perRequest(after.cpuMs.nodes - before.cpuMs.nodes)
  const httpMs = Math.max(0, nodeAnswerMs.mean - gatewayAnswerMs.mean - flowMs)
  const operations = perRequest(count(remote) + count(database))
  const unexplainedMs = nodeCpuMs - httpMs - (flowMs - perRequest(sum(remote) + sum(database)))
  const shortestMs = Math.min(...[remote, database].filter((read) => count(read) > 0).map(mean))
  return {
    stageMs: {
      accept: mean(accept),
      assemble: mean(assemble),
      render: mean(render),
      respond: mean(respond),
      write: mean(write),
      compress: mean(compress),
    },
    remoteMs: mean(remote),
    databaseMs: mean(database),
    gatewayAnswerMs,
    httpMs,
    operationCpuMs:
      operations === 0 ? 0 : Math.max(0, Math.min(unexplainedMs / operations, mostOfTrip * shortestMs)),
    shardsPerPage: gained('requests') === 0 ? 0 : gained('shards') / gained('requests'),
    nodeCpuMs,
    samples: {
      accept: count(accept),
      assemble: count(assemble),
      render: count(render),
      respond: count(respond),
      write: count(write),
      compress: count(compress),
      remote: count(remote),
      database: count(database),
      requests,
    },
  }
}

/** The rest of a round trip is waiting, whatever the processor time says. */
const mostOfTrip = 0.8

type Reader = (snapshot: ClusterSnapshot) => StageSum
const readers: Readonly<Record<Stage | ThreadStage | 'remote' | 'database', Reader>> = {
  accept: ({ stages }) => stages.accept,
  assemble: ({ stages }) => stages.assemble,
  render: ({ stages }) => stages.render,
  respond: ({ stages }) => stages.respond,
  write: ({ stages }) => stages.write,
  compress: ({ stages }) => stages.compress,
  remote: ({ remote }) => remote,
  database: ({ database }) => database,
}

/** Of the time of a database operation this share is the query itself, the rest is the way there and back. */
const queryShare = 0.2

/** The scenario as the calibration saw it. Stages that did not occur keep the costs they had. */
export function calibrated(scenario: WebScenario, seen: Calibration): WebScenario {
  const { redis, database, costs } = scenario
  const { stageMs, samples, operationCpuMs } = seen
  const operations = (samples.remote + samples.database) / Math.max(1, samples.requests)
  const remoteMs = seen.remoteMs - operationCpuMs
  const databaseMs = seen.databaseMs - operationCpuMs
  const aroundMs = seen.httpMs + operations * operationCpuMs
  const cost = (stage: Stage | ThreadStage, moreMs: Ms): StageCost =>
    samples[stage] === 0 ? costs[stage] : { fixedMs: stageMs[stage] + moreMs, msPerKiB: 0, cv: 1, factors: [] }
  const queryMs = databaseMs * queryShare
  return {
    ...scenario,
    client: { ...scenario.client, roundTrip: clientRoundTrip(seen) },
    redis: { ...redis, roundTrip: samples.remote === 0 ? redis.roundTrip : varying(remoteMs) },
    database: {
      ...database,
      ...(samples.database > 0 && {
        roundTrip: varying(databaseMs - queryMs),
        query: varying(queryMs),
        write: varying(queryMs),
      }),
    },
    costs: {
      ...costs,
      accept: cost('accept', aroundMs / 2),
      assemble: cost('assemble', 0),
      render: cost('render', 0),
      respond: cost('respond', aroundMs / 2),
      write: cost('write', 0),
      compress: cost('compress', 0),
    },
  }
}

/** Times that waited for a socket and an event loop: about as variable as an exponential one. */
const varying = (meanMs: Ms): Distribution => ({ shape: 'lognormal', meanMs, cv: 1 })

/**
 * The simulated client pays half a round trip to reach the gateway and one for each shard of a page; on loopback a page comes in one
 * piece. So the time of a gateway answer is spread over all of them, its variation kept.
 */
function clientRoundTrip({ gatewayAnswerMs: { mean, cv }, shardsPerPage }: Calibration): Distribution {
  const trips = shardsPerPage + 0.5
  return { shape: 'lognormal', meanMs: mean / trips, cv: cv * Math.sqrt(trips) }
}
