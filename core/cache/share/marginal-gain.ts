import type { Share, Tenant } from '#core/cache/share.ts'
import { policyFamily } from '#core/policy.ts'
import { count } from '#core/schema/number.ts'

/**
 * Memory goes, piece by piece, to the tenant that gains most hits for each unit of it. A tenant may look ahead over several pieces, so
 * that a curve that is flat at first and then falls (a loop) gets all that it needs or nothing.
 *
 * Source      Qureshi, Patt: Utility-based cache partitioning. MICRO 2006, Algorithm 2 (lookahead); for convex curves this is Stone,
 *             Turek, Wolf, IEEE Transactions on Computers 41(9), 1992 (optimal: equal marginal gains)
 * Parameters  pieces, into which the memory is cut
 * Cost        O(tenants x pieces^2) at worst
 * Deviates    no least share for each tenant; memory that gains nothing is left over and goes round in turn
 */
export const marginalGain = policyFamily<undefined, Share>('share')(
  'marginal-gain',
  { source: 'Qureshi, Patt, MICRO 2006', cost: 'O(tenants x pieces^2)' },
  { pieces: count({ min: 1, max: 100_000, default: 256, meaning: 'pieces into which the memory is cut' }) },
  ({ pieces }) => ({
    divide(tenants, capacity) {
      const piece = Math.max(1, Math.floor(capacity / pieces))
      const hits = tenants.map((tenant) => hitsByPieces(tenant, piece, Math.floor(capacity / piece)))
      const held = tenants.map(() => 0)
      let left = Math.floor(capacity / piece)
      while (left > 0 && tenants.length > 0) {
        const best = bestGain(hits, held, left)
        if (best === undefined) break
        held[best.tenant]! += best.pieces
        left -= best.pieces
      }
      for (let turn = 0; left > 0 && tenants.length > 0; turn++, left--) held[turn % tenants.length]!++
      return held.map((own) => own * piece)
    },
  }),
)

function hitsByPieces(tenant: Tenant, piece: number, pieces: number): Float64Array {
  return Float64Array.from(
    { length: pieces + 1 },
    (_, own) => tenant.requests * (1 - tenant.missRatio(own * piece)),
  )
}

/** The tenant and the number of pieces with the most hits a piece; undefined when nobody gains anything. */
function bestGain(
  hits: readonly Float64Array[],
  held: readonly number[],
  left: number,
): { readonly tenant: number; readonly pieces: number } | undefined {
  let best: { tenant: number; pieces: number } | undefined
  let most = 1e-9
  for (let tenant = 0; tenant < hits.length; tenant++) {
    const own = hits[tenant]!
    const from = held[tenant]!
    for (let pieces = 1; pieces <= left && from + pieces < own.length; pieces++) {
      const gain = (own[from + pieces]! - own[from]!) / pieces
      if (gain <= most) continue
      most = gain
      best = { tenant, pieces }
    }
  }
  return best
}
