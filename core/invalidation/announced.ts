import type { Announcement } from './invalidation.ts'

/** How most protocols tell of a write: all nodes are told its version, and the node that wrote keeps its own copy. */
export const announced: Announcement = {
  fillsShared: false,
  audience: 'all',
  carriesCopy: false,
  keepsOwn: true,
  holdsStale: false,
}

/** The same for strong pages: the new copy is written through, and the message carries it. */
export const announcedWithCopy: Announcement = { ...announced, fillsShared: true, carriesCopy: true }
