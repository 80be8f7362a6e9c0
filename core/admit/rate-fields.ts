import { count, perSecond } from '#core/schema/number.ts'

/** Parameters of a limit of rate. */
export const rateFields = {
  ratePerSecond: perSecond({
    min: 1e-3,
    max: 1e6,
    default: 1000,
    meaning: 'requests that may enter in the long run',
  }),
  burstCount: count({
    min: 1,
    max: 1_000_000,
    default: 100,
    meaning: 'requests that may enter at once after a rest',
  }),
}
