import { listOf } from '#core/schema/list.ts'
import { count, ratio } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'
import type { Value } from '#core/schema.ts'
import { distribution } from './distribution-schema.ts'

/** Where nodes and clients are. By default all are in one place. */
export const regions = record(
  {
    count: count({
      min: 1,
      max: 1024,
      default: 1,
      meaning: 'regions; each has a gateway, and clients use that of theirs',
    }),
    ofNodes: listOf(count({ max: 1023 }), {
      default: [],
      meaning:
        'region of each node, from 0; nodes beyond the list are in the region of their number modulo count',
    }),
    clientShares: listOf(ratio(), {
      default: [],
      meaning: 'share of the clients in each region; none: the same in each',
    }),
    roundTrip: distribution({
      shape: 'constant',
      meanMs: 0,
      meaning: 'round trip between a gateway and a node of another region',
    }),
  },
  {
    rule: ({ count: regionCount, ofNodes, clientShares }) => [
      ...(ofNodes.some((region) => region >= regionCount)
        ? [
            {
              field: 'ofNodes' as const,
              allowed: `0 to ${regionCount - 1}`,
              message: 'names a region that is not there',
            },
          ]
        : []),
      ...(clientShares.length > 0 &&
      (clientShares.length !== regionCount || Math.abs(sum(clientShares) - 1) > 1e-6)
        ? [
            {
              field: 'clientShares' as const,
              allowed: `${regionCount} shares that make 1, or none`,
              message: `has ${clientShares.length} shares that make ${sum(clientShares)}`,
            },
          ]
        : []),
    ],
  },
)

const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0)

export type RegionsConfig = Value<typeof regions>
