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

/** Whether a page may be cached at the gateway at all (the others are personal). */
export const isGatewayCacheable = (page: number, { isEnabled, cacheableRatio }: GatewayConfig): boolean =>
  isEnabled && pageUniform(page, 'gateway') < cacheableRatio

/** Path (page), query and tenant in one integer. */
export const gatewayKey = ({ page, query, tenant }: PageRequest, { queries, tenants }: Workload): number =>
  (page * Math.max(1, queries) + query) * tenants + tenant
