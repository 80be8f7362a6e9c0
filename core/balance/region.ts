import { count } from '#core/schema/number.ts'
import type { BalanceContext, BalanceRequest } from './balance.ts'

/** The parameter `regions` of balances that know places. */
export const regionsField = count({
  min: 1,
  max: 1024,
  default: 2,
  meaning:
    'regions, where the scenario names none; node n is in region n modulo this, and so is tenant n when a request says no region',
})

export interface NodeRegions {
  readonly count: number
  ofNode(node: number): number
}

/** Those of the scenario, or as many as the parameter says. */
export const nodeRegions = (regions: number, context: Pick<BalanceContext, 'regions'>): NodeRegions =>
  context.regions ?? { count: regions, ofNode: (node) => node % regions }

export const regionOf = (request: BalanceRequest | undefined, regions: number): number =>
  (request?.region ?? request?.tenant ?? 0) % regions
