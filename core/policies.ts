import { admitPolicies } from './admit/admit.ts'
import { balancePolicies } from './balance/balance.ts'
import { admissionPolicies } from './cache/admission.ts'
import { clairvoyantPolicies } from './cache/clairvoyant.ts'
import { evictionPolicies } from './cache/eviction.ts'
import { expiryPolicies } from './cache/expiry.ts'
import { prefetchPolicies } from './cache/prefetch.ts'
import { sharePolicies } from './cache/share.ts'
import { sizingPolicies } from './cache/sizing.ts'
import { controlPolicies } from './control/control.ts'
import { detectPolicies } from './control/detect.ts'
import { invalidationPolicies } from './invalidation/invalidation.ts'
import type { Policy } from './policy.ts'
import { healPolicies } from './scale/heal.ts'
import { keepAlivePolicies } from './scale/keep-alive.ts'
import { scalePolicies } from './scale/scale.ts'
import { schedulePolicies } from './schedule/schedule.ts'

// biome-ignore lint/suspicious/noExplicitAny: the members of all families have no common parameters
type AnyPolicy = Policy<any, any, any>

/** All families. `tandem policies` prints them, the scenario schema checks choices against them. */
export const families: Readonly<
  Record<
    | 'eviction'
    | 'admission'
    | 'clairvoyant'
    | 'expiry'
    | 'prefetch'
    | 'sizing'
    | 'share'
    | 'invalidation'
    | 'schedule'
    | 'balance'
    | 'admit'
    | 'detect'
    | 'control'
    | 'scale'
    | 'heal'
    | 'keepAlive',
    readonly AnyPolicy[]
  >
> = {
  eviction: evictionPolicies,
  admission: admissionPolicies,
  clairvoyant: clairvoyantPolicies,
  expiry: expiryPolicies,
  prefetch: prefetchPolicies,
  sizing: sizingPolicies,
  share: sharePolicies,
  invalidation: invalidationPolicies,
  schedule: schedulePolicies,
  balance: balancePolicies,
  admit: admitPolicies,
  detect: detectPolicies,
  control: controlPolicies,
  scale: scalePolicies,
  heal: healPolicies,
  keepAlive: keepAlivePolicies,
}
