import type { Bytes, Ms } from '#core/units.ts'

/** One request for a page or one write to it, the same in both worlds. */
export interface PageRequest {
  readonly id: number
  readonly kind: 'read' | 'write'
  readonly tenant: number
  readonly page: number
  /** Query variant of the page, 0 when it has none. Part of the gateway's cache key. */
  readonly query: number
  /** Number of the client or of its connection, where it is known. */
  readonly client?: number
}

/** The path of a page as gateways hash it, nginx's `$uri`. */
export const pageUri = ({ tenant, page }: { readonly tenant: number; readonly page: number }): string =>
  `/t/${tenant}/p/${page}`

/** How a request spent its time, in milliseconds; the `Server-Timing` header and the report read it. */
export interface Timeline {
  queueMs: number
  cacheMs: number
  loadMs: number
  renderMs: number
  sendMs: number
  /** When its work should be done, where that is known: for schedules that look at it. */
  readonly dueAtMs?: Ms
}

export const emptyTimeline = (dueAtMs?: Ms): Timeline => ({
  queueMs: 0,
  cacheMs: 0,
  loadMs: 0,
  renderMs: 0,
  sendMs: 0,
  ...(dueAtMs !== undefined && { dueAtMs }),
})

/** Caches of whole pages, in the order in which a request meets them. */
export const pageTiers = ['browser', 'edge', 'regional', 'gateway'] as const
export type PageTier = (typeof pageTiers)[number]

export interface PageResponse {
  readonly status: number
  readonly sizeBytes: Bytes
  readonly shards: number
  readonly timeline: Timeline
  /** Which tier answered, or the node. */
  readonly servedBy: PageTier | 'node'
  /** When the page was made; known of copies. */
  readonly madeAtMs?: Ms
  /** Page bytes in the server, undefined in the simulator. */
  readonly body?: unknown
}
