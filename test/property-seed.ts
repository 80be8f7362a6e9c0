/**
 * Properties are tried on the same cases each time, so that what failed once fails again. `TANDEM_SEED=7 npm test` tries others,
 * and each failure prints the seed it came from.
 */
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env.TANDEM_SEED ?? 1) })
