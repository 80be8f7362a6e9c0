import type { PageRequest } from '#core/flow/request.ts'
import type { GatewayConfig, Workload } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { pageUniform } from '#core/workload/request-source.ts'

/**
 * Rules of the gateway's micro-cache, shared by the embedded gateway, the nginx configuration and the simulator.
 *
 * Source    preprint section 3.2, first layer: key = path + query, TTL 300 ms to 1.2 s
 * Deviates  the tenant is part of the key (claim C12: without it one tenant can be served another's page)
 */

/** Freshness of a page: fixed for the page, uniform over pages in [ttlMsMin, ttlMsMax]. */
export const gatewayTtlMs = (page: number, { ttlMsMin, ttlMsMax }: GatewayConfig): Ms =>
  ttlMsMin + (ttlMsMax - ttlMsMin) * pageUniform(page, 'ttl')

/** Spreads the ends of the buckets of different pages over time. */
export const bucketPhaseMs = (page: number, ttlMs: Ms): Ms => (page * 7919) % ttlMs

/**
 * End of freshness of a copy stored now: the end of the page's current bucket of time. Real nginx knows whole seconds only, so its
 * sub-second freshness is a bucket in the key; all gateways follow the same rule, so that they have the same hits.
 *
 * Deviates  from a TTL that starts with each copy: the contents change every TTL, but a copy lives half of it on average
 */
export function gatewayExpiresAt(page: number, now: Ms, config: GatewayConfig): Ms {
  const ttlMs = Math.round(gatewayTtlMs(page, config))
  const phaseMs = bucketPhaseMs(page, ttlMs)
  return (Math.floor((now + phaseMs) / ttlMs) + 1) * ttlMs - phaseMs
}

/** Whether a page may be cached at the gateway at all (the others are personal). */
export const isGatewayCacheable = (page: number, { isEnabled, cacheableRatio }: GatewayConfig): boolean =>
  isEnabled && pageUniform(page, 'gateway') < cacheableRatio

/** Path (page), query and tenant in one integer. */
export const gatewayKey = ({ page, query, tenant }: PageRequest, { queries, tenants }: Workload): number =>
  (page * Math.max(1, queries) + query) * tenants + tenant
