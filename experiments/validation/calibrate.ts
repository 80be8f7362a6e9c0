/**
 * A short measurement of a live cluster at the load of the scenario, and the scenario with the costs that were seen. What the stages do
 * not account for (sockets, kernel, HTTP, garbage collection) is measured as processor time of the node processes per request and
 * charged to accept and respond, half each.
 */
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { ClusterSnapshot, StageSum } from '#server/launch.ts'

export interface Calibration {
  readonly stageMs: Readonly<Record<'accept' | 'assemble' | 'render' | 'respond' | 'write', Ms>>
  readonly overheadMs: Ms
  readonly gatewayMs: Ms
  readonly remoteMs: Ms
  readonly databaseMs: Ms
  readonly requests: number
}

export function calibrationOf(
  before: ClusterSnapshot,
  after: ClusterSnapshot,
  gatewayRequests: number,
): Calibration {
  const mean = (read: (snapshot: ClusterSnapshot) => StageSum): Ms => {
    const count = read(after).count - read(before).count
    return count === 0 ? 0 : (read(after).sumMs - read(before).sumMs) / count
  }
  const stageSum = (snapshot: ClusterSnapshot) =>
    Object.values(snapshot.stages).reduce((sum, { sumMs }) => sum + sumMs, 0)
  const requests = after.nodes.requests + after.nodes.writes - before.nodes.requests - before.nodes.writes
  const nodeCpuMs = after.cpuMs.nodes - before.cpuMs.nodes
  const accounted = stageSum(after) - stageSum(before)
  return {
    stageMs: {
      accept: mean(({ stages }) => stages.accept),
      assemble: mean(({ stages }) => stages.assemble),
      render: mean(({ stages }) => stages.render),
      respond: mean(({ stages }) => stages.respond),
      write: mean(({ stages }) => stages.write),
    },
    overheadMs: Math.max(0, nodeCpuMs - accounted) / Math.max(1, requests),
    gatewayMs: (after.cpuMs.gateway - before.cpuMs.gateway) / Math.max(1, gatewayRequests),
    remoteMs: mean(({ remote }) => remote),
    databaseMs: mean(({ database }) => database),
    requests,
  }
}

/** The scenario as the calibration saw it. Round trips hold the waiting in sockets; the query keeps a fifth of the time as its own. */
export function calibrated(
  scenario: WebScenario,
  { stageMs, overheadMs, remoteMs, databaseMs, gatewayMs }: Calibration,
): WebScenario {
  const perRequestMs = overheadMs / 2
  const fixed = (fixedMs: Ms, cv: number) => ({ fixedMs, msPerKiB: 0, cv })
  return {
    ...scenario,
    client: { ...scenario.client, roundTrip: { shape: 'constant', meanMs: gatewayMs, cv: 0 } },
    redis: { ...scenario.redis, roundTrip: { shape: 'erlang', meanMs: remoteMs, cv: 0.5 } },
    database: {
      ...scenario.database,
      roundTrip: { shape: 'erlang', meanMs: databaseMs * 0.8, cv: 0.5 },
      query: { shape: 'lognormal', meanMs: databaseMs * 0.2, cv: 1 },
    },
    costs: {
      accept: fixed(stageMs.accept + perRequestMs, 0.5),
      assemble: fixed(stageMs.assemble, 0.5),
      render: fixed(stageMs.render, 0.5),
      respond: fixed(stageMs.respond + perRequestMs, 0.5),
      write: fixed(stageMs.write, 0.5),
    },
  }
}
