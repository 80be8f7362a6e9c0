import { type PageRequest, pageUri } from '#core/flow/request.ts'
import type { Workload } from '#core/scenario.ts'

export type PagePlace = Pick<PageRequest, 'tenant' | 'page' | 'query'>

export const pagePath = (place: PagePlace): string => `${pageUri(place)}?q=${place.query}`

/** Reads /t/{tenant}/p/{page}?q={query}; undefined when it is not such a path or the page is not the tenant's. */
export function parsePagePath(path: string, { pages, tenants }: Workload): PagePlace | undefined {
  const parts = /^\/t\/(\d{1,9})\/p\/(\d{1,9})(?:\?q=(\d{1,9}))?$/.exec(path)
  if (parts === null) return undefined
  const tenant = Number(parts[1])
  const page = Number(parts[2])
  return page < pages && page % tenants === tenant
    ? { tenant, page, query: Number(parts[3] ?? 0) }
    : undefined
}
