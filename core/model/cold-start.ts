import { exp } from '#core/math/exp.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/**
 * Share of calls that find no warm instance: those that come after a gap longer than instances are kept, P = e^(-lambda T).
 *
 * Source      exponential gaps of a Poisson process; the setting is that of Shahrad et al., ATC 2020
 * Parameters  calls a second, a Poisson process of one function; time that an idle instance is kept, ms; execution takes no time
 */
export const coldStartRatio = (callsPerSecond: PerSecond, keepMs: Ms): Ratio =>
  exp((-callsPerSecond * keepMs) / 1000)
