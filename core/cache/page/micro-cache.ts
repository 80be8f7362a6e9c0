import type { GatewayConfig } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import { pageUniform } from '#core/workload/request-source.ts'
import { pageTtlMs, type TtlRange } from './http-freshness.ts'
import type { Variance } from './page-key.ts'

/**
 * Rules of the gateway's micro-cache, shared by the embedded gateway, the nginx configuration and the simulator.
 *
 * Source    preprint section 3.2, first layer: key = path + query, TTL 300 ms to 1.2 s
 * Deviates  the tenant is part of the key (claim C12: without it one tenant can be served another's page)
 */

/** Spreads the ends of the buckets of different pages over time. */
export const bucketPhaseMs = (page: number, ttlMs: Ms): Ms => (page * 7919) % ttlMs

/**
 * End of freshness of a copy stored now: the end of the page's current bucket of time. Real nginx knows whole seconds only, so its
 * sub-second freshness is a bucket in the key; all gateways follow the same rule, so that they have the same hits.
 *
 * Deviates  from a TTL that starts with each copy: the contents change every TTL, but a copy lives half of it on average
 */
export function gatewayExpiresAt(page: number, now: Ms, config: TtlRange): Ms {
  const ttlMs = Math.round(pageTtlMs(page, config))
  const phaseMs = bucketPhaseMs(page, ttlMs)
  return (Math.floor((now + phaseMs) / ttlMs) + 1) * ttlMs - phaseMs
}

/** Whether a page is among the given share that caches of many users may hold; the others are personal. */
export const isPublicPage = (page: number, cacheableRatio: Ratio): boolean =>
  pageUniform(page, 'gateway') < cacheableRatio

/** Whether a page may be cached at the gateway at all. */
export const isGatewayCacheable = (page: number, { isEnabled, cacheableRatio }: GatewayConfig): boolean =>
  isEnabled && isPublicPage(page, cacheableRatio)

/** Path (page), query and tenant. */
export const gatewayVariance: Variance = { variesByQuery: true, variesByTenant: true }
