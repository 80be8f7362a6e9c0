import type { PageRequest } from '#core/flow/request.ts'
import type { Workload } from '#core/scenario.ts'

/** What of a request tells two answers apart, beside the path: what a cache of HTTP would find in the query and in `Vary`. */
export interface Variance {
  readonly variesByQuery: boolean
  readonly variesByTenant: boolean
}

/** Key of a page in a cache of HTTP: one integer of path, and of query and tenant where answers differ by them. */
export function pageKey(request: PageRequest, { queries, tenants }: Workload, vary: Variance): number {
  const query = vary.variesByQuery ? request.query : 0
  const tenant = vary.variesByTenant ? request.tenant : 0
  return (request.page * Math.max(1, queries) + query) * tenants + tenant
}
