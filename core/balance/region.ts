import { count } from '#core/schema.ts'
import type { BalanceRequest } from './balance.ts'

/** The parameter `regions` of balances that know places. */
export const regionsField = count({
  min: 1,
  max: 1024,
  default: 2,
  meaning: 'regions; node n is in region n modulo this, and so is tenant n when a request says no region',
})

export const regionOf = (request: BalanceRequest | undefined, regions: number): number =>
  (request?.region ?? request?.tenant ?? 0) % regions
