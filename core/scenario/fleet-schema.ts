import { choice, flag } from '#core/schema/choice.ts'
import { count, ms, number } from '#core/schema/number.ts'
import { type Infer, record } from '#core/schema/record.ts'
import { distribution } from './distribution-schema.ts'
import { policyOf } from './policy-schema.ts'
import { isPlain, type ResilienceConfig } from './resilience-schema.ts'

/** How nodes come and go; fields of `nodes`. All of it is off by default: then `count` nodes are there from the beginning to the end. */
export const fleet = {
  kind: choice({
    values: ['server', 'serverless'],
    default: 'server',
    meaning:
      'server: nodes that run all the time; serverless: instances that calls start and that end when idle',
  }),
  processorsTotal: number({
    min: 0,
    max: 100_000,
    default: 0,
    meaning: 'processors of the first `count` nodes together, in equal parts, 0 for one each',
  }),
  startUp: distribution({
    shape: 'lognormal',
    meanMs: 2000,
    cv: 0.5,
    meaning: 'time from the decision to start a node until it answers, in the simulator',
  }),
  drainMs: ms({
    max: 3_600_000,
    default: 10_000,
    meaning: 'how long requests under way at a node may take when it is to stop',
  }),
  scale: record({
    isEnabled: flag({ default: false, meaning: 'nodes are started and stopped with the load' }),
    by: policyOf('scale', 'kubernetes-hpa', 'how many nodes there shall be'),
    nodesMin: count({ min: 1, max: 10_000, default: 1, meaning: 'fewest nodes' }),
    nodesMax: count({ min: 1, max: 10_000, default: 10, meaning: 'most nodes, of a serverless fleet, too' }),
    periodMs: ms({ min: 1, max: 3_600_000, default: 15_000, meaning: 'time between two decisions' }),
  }),
  heal: record({
    isEnabled: flag({ default: false, meaning: 'nodes are probed, passed over and started again' }),
    by: policyOf('heal', 'kubernetes-healing', 'when a node is asked, passed over and started again'),
  }),
  serverless: record({
    concurrency: count({ min: 1, max: 10_000, default: 1, meaning: 'calls an instance runs at a time' }),
    keepAlive: policyOf('keepAlive', 'fixed-keep-alive', 'how long an idle instance is kept warm'),
  }),
}

export type FleetConfig = Infer<typeof fleet>
type Counted = { readonly count: number }

/** Whether nodes come and go. */
export const isElastic = ({ kind, scale, heal }: Pick<FleetConfig, 'kind' | 'scale' | 'heal'>): boolean =>
  kind === 'serverless' || scale.isEnabled || heal.isEnabled

/** Most nodes there may be at a time; they have the numbers from 0 on. */
export const nodesAtMost = ({ count, kind, scale }: Counted & Pick<FleetConfig, 'kind' | 'scale'>): number =>
  kind === 'serverless' || scale.isEnabled ? Math.max(count, scale.nodesMax) : count

/** Processors of a node: so many pieces of work run at a time; below 1 they take longer. */
export const processorsEach = ({ count, processorsTotal }: Counted & FleetConfig): number =>
  processorsTotal > 0 ? processorsTotal / count : 1

/** A serverless fleet has no balance, so nothing stands between a call and its instance. */
export const serverlessIsPlain = (s: {
  readonly nodes: { readonly kind: string }
  readonly resilience: ResilienceConfig
}) =>
  s.nodes?.kind === 'serverless' && !isPlain(s.resilience)
    ? [
        {
          field: 'resilience' as const,
          allowed: 'nothing switched on',
          message: 'cannot be for a serverless fleet',
        },
      ]
    : []

/** What does not go together. */
export function fleetBreaches(nodes: Counted & FleetConfig) {
  const { count, kind, scale, heal, processorsTotal } = nodes
  const breaches: { field: 'scale' | 'heal' | 'processorsTotal'; allowed: string; message: string }[] = []
  const breach = (field: 'scale' | 'heal' | 'processorsTotal', allowed: string, message: string) =>
    breaches.push({ field, allowed, message })
  if (scale === undefined || heal === undefined) return breaches
  if (scale.nodesMin > scale.nodesMax)
    breach('scale', `nodesMin at most nodesMax (${scale.nodesMax})`, 'has more nodes at least than at most')
  if (scale.isEnabled && (count < scale.nodesMin || count > scale.nodesMax))
    breach('scale', `${scale.nodesMin} to ${scale.nodesMax} nodes`, `does not allow the first ${count}`)
  if (kind === 'serverless' && (scale.isEnabled || heal.isEnabled))
    breach('scale', 'neither scale nor heal', 'cannot be for a serverless fleet, which does both by itself')
  if (scale.isEnabled && scale.by?.policy === 'vertical' && processorsTotal > 0)
    breach('processorsTotal', '0 with the policy vertical', 'is what the policy decides')
  return breaches
}
