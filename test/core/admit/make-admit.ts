import { type Admit, type AdmitContext, admitPolicies } from '#core/admit/admit.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import type { PolicyChoice } from '#core/scenario.ts'

/** An admission with a clock of its own and draws of a fixed seed. */
export function makeAdmit(choice: PolicyChoice, seed = 1) {
  const clock = { now: 0 }
  const random = stream(seed, 'admit')
  const admit = createPolicy<AdmitContext, Admit>(admitPolicies, choice, { clock, random })
  /** How many of so many requests that come now may enter. */
  const entering = (count: number, priority = 0) =>
    Array.from({ length: count }, () => admit.tryEnter({ priority })).filter((isIn) => isIn).length
  return { admit, clock, entering }
}
