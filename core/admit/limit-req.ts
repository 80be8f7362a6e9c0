import { policyFamily } from '#core/policy.ts'
import type { Admit, AdmitContext } from './admit.ts'
import { rateFields } from './rate-fields.ts'

/**
 * A leaky bucket in thousandths of a request: each admitted request adds one, time takes them away, and the excess may reach the burst. The
 * first request has no excess, so burst + 1 enter at once.
 *
 * Source      nginx, src/http/modules/ngx_http_limit_req_module.c, ngx_http_limit_req_lookup, `nodelay`
 * Parameters  rate, burst
 * State       excess and when it was counted, in whole milliseconds
 * Cost        O(1)
 * Deviates    one bucket; there one for each key
 */
export const limitReq = policyFamily<AdmitContext, Admit>('admit')(
  'limit-req',
  { source: 'nginx ngx_http_limit_req_module.c, nodelay', cost: 'O(1)' },
  rateFields,
  ({ ratePerSecond, burstCount }, { clock }) => {
    const burst = burstCount * 1000
    let excess = -1
    let countedAtMs = 0
    const next = (nowMs: number) =>
      excess < 0 ? 0 : Math.max(0, excess - Math.floor(ratePerSecond * (nowMs - countedAtMs)) + 1000)
    return {
      tryEnter() {
        const nowMs = Math.floor(clock.now)
        const found = next(nowMs)
        if (found > burst) return false
        excess = found
        countedAtMs = nowMs
        return true
      },
      finished() {},
      retryAfterMs: () => Math.max(0, (next(Math.floor(clock.now)) - burst) / ratePerSecond),
    }
  },
)
