import { sampler } from '#core/model/distribution.ts'
import type { Random } from '#core/random.ts'
import type { RegionsConfig } from '#core/scenario/region-schema.ts'
import type { Ms } from '#core/units.ts'
import { type Flow, forward, sleep } from './effect.ts'
import type { PageRequest, PageResponse } from './request.ts'

/** Where nodes and clients are, and what it takes to get from one to the other. */
export interface Regions {
  readonly count: number
  ofNode(node: number): number
  /** Of the client; of the tenant where nobody knows the client. */
  ofRequest(request: Pick<PageRequest, 'client' | 'tenant'>): number
  /** Hands a request to a node and waits for the answer, over the distance between their regions. */
  reach(node: number, request: PageRequest): Flow<PageResponse>
}

/** Numbers that follow each other lie far apart: multiples of the golden ratio, modulo 1 (Knuth, TAOCP 3, 6.4). */
const goldenRatio = 0.618_033_988_749_894_9

/**
 * Undefined where there is one region. The distance is kept by waiting in the gateway, so that it is there in the server, too, whose nodes
 * are all on one machine.
 */
export function createRegions(config: RegionsConfig, random: Random): Regions | undefined {
  const { count, ofNodes, clientShares } = config
  if (count === 1) return undefined
  const roundTripMs: () => Ms = sampler(config.roundTrip, random)
  const ends = cumulative(clientShares.length > 0 ? clientShares : new Array<number>(count).fill(1 / count))
  const ofNode = (node: number): number => ofNodes[node] ?? node % count

  function ofRequest({ client, tenant }: Pick<PageRequest, 'client' | 'tenant'>): number {
    const place = ((client ?? tenant) * goldenRatio) % 1
    const region = ends.findIndex((end) => place < end)
    return region < 0 ? count - 1 : region
  }

  return {
    count,
    ofNode,
    ofRequest,
    *reach(node, request) {
      if (ofNode(node) === ofRequest(request)) return yield* forward(node, request)
      const ms = roundTripMs()
      if (ms > 0) yield* sleep(ms / 2)
      const response = yield* forward(node, request)
      if (ms > 0) yield* sleep(ms / 2)
      return response
    },
  }
}

function cumulative(shares: readonly number[]): number[] {
  let end = 0
  return shares.map((share) => {
    end += share
    return end
  })
}
