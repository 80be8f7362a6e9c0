import { partCosts } from '#core/flow/effect.ts'
import type { CostName, Distribution, StageCost, WebScenario } from '#core/scenario.ts'
import type { Calibration } from './calibration-file.ts'
import { compiled } from './cold-code.ts'
import { nodeStages } from './phase.ts'

/** What of a calibration a scenario takes over; all unless an experiment asks what each is worth. */
export interface Uses {
  /** Gateway, shared cache, database and client share the processors with the nodes. */
  readonly parts: boolean
  /** Answers wait for the event loop of their node, which takes time for each. */
  readonly loop: boolean
  /** Costs follow the load. */
  readonly load: boolean
  /** The speed of the processors varies. */
  readonly speed: boolean
  /** Code of nodes that have just started is not compiled. */
  readonly compiling: boolean
  /** Distributions as measured, not exponential ones of the same mean. */
  readonly shapes: boolean
}

export const usesAll: Uses = {
  parts: true,
  loop: true,
  load: true,
  speed: true,
  compiling: true,
  shapes: true,
}

/** Requests that wait for another's answer look for it this often (ngx_http_file_cache_lock_wait). */
const nginxPollMs = 500
const isNginx = ({ gateway }: Calibration['parts']): boolean => gateway?.startsWith('nginx') === true

/** How long the real driver runs works before it gives the loop back (reference-server/driver.ts). */
const turnMs = 5
/** Of the time of a database operation this share is the query itself, the rest is the way there and back. */
const queryShare = 0.2

/** The scenario as the calibration saw it. Stages that did not occur keep the costs they had. */
export function calibrated(
  scenario: WebScenario,
  {
    fit,
    answers,
    coldCode,
    machine,
    parts,
  }: Pick<Calibration, 'fit' | 'answers' | 'coldCode' | 'machine' | 'parts'>,
  uses: Uses = usesAll,
): WebScenario {
  const { costs, redis, database, client, gateway, nodes } = scenario
  const part = (fixedMs: number): StageCost => ({ fixedMs, msPerKiB: 0, cv: 0.5, factors: [] })
  const charged: Record<CostName, StageCost> = { ...costs }
  for (const stage of nodeStages) {
    const fitted = fit.costs[stage]
    if (fitted === undefined) continue
    const { fixedMs, msPerKiB, cv, factors } = fitted
    charged[stage] = uses.shapes
      ? { fixedMs, msPerKiB, cv, factors }
      : { fixedMs, msPerKiB, cv: 1, factors: [] }
  }
  for (const name of partCosts) {
    const isUsed = name.startsWith('reply') ? uses.loop : uses.parts
    charged[name] = part(isUsed ? fit.partCosts[name] : 0)
  }
  const delay = (measured: Distribution): Distribution =>
    uses.shapes ? measured : { shape: 'exponential', meanMs: measured.meanMs, cv: 1 }
  const databaseTrip = delay(fit.delays.database)
  return {
    ...scenario,
    nodes: {
      ...nodes,
      cores: nodes.cores > 0 ? nodes.cores : machine.processors,
      turnMs: uses.loop ? turnMs : 0,
      speedCv: uses.speed ? answers.speedCv : 0,
      coldCode: { ...nodes.coldCode, ...(uses.compiling ? coldCode : compiled) },
    },
    gateway: { ...gateway, sharePollMs: isNginx(parts) ? nginxPollMs : gateway.sharePollMs },
    client: { ...client, asksForShards: false, roundTrip: delay(fit.delays.client) },
    redis: { ...redis, roundTrip: delay(fit.delays.remote) },
    database: {
      ...database,
      roundTrip: scaled(databaseTrip, 1 - queryShare),
      query: scaled(databaseTrip, queryShare),
      write: scaled(databaseTrip, queryShare),
    },
    costs: charged,
    costsAtRate: uses.load ? fit.costsAtRate : [],
  }
}

const scaled = (d: Distribution, share: number): Distribution => ({
  ...d,
  meanMs: d.meanMs * share,
  ...(d.values !== undefined && { values: d.values.map((ms) => ms * share) }),
})
