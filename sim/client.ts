import type { Chunk } from '#core/flow/effect.ts'
import type { PageResponse } from '#core/flow/request.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/**
 * The way between client and gateway. A client asks for a page, and then for one shard after the other (the "desired request windows"
 * of the preprint, section 4.3): each costs a round trip, whoever answers.
 */
export interface ClientNetwork {
  /** From sending the request to its arrival at the gateway. */
  requestMs(): Ms
  /** From handing a shard to the network to the next question of the client. */
  shardMs(chunk: Chunk): Ms
  /** The same for a whole page that the gateway has. */
  pageMs(response: PageResponse): Ms
  /** From the end of an answer whose shards are with the client, or of none, to the client. */
  endMs(): Ms
}

export function createClientNetwork({ client, seed }: WebScenario, replication: number): ClientNetwork {
  const roundTrip = sampler(client.roundTrip, stream(seed, 'client.roundTrip', replication))
  const transferMs = (bytes: number): Ms => (bytes / client.bandwidthBytesPerSecond) * 1000
  const renderMs = ({ isData }: Chunk): Ms => (isData ? client.csrMsPerShard : 0)
  if (!client.asksForShards)
    // One draw a request, paid on the way back, so that measured round trips come out as they were measured.
    return {
      requestMs: () => 0,
      shardMs: (chunk) => transferMs(chunk.sizeBytes) + renderMs(chunk),
      pageMs: ({ sizeBytes }) => transferMs(sizeBytes) + roundTrip(),
      endMs: roundTrip,
    }
  return {
    requestMs: () => roundTrip() / 2,
    shardMs: (chunk) => transferMs(chunk.sizeBytes) + roundTrip() + renderMs(chunk),
    pageMs({ sizeBytes, shards }) {
      let total = transferMs(sizeBytes)
      for (let shard = 0; shard < shards; shard++) total += roundTrip()
      return total
    },
    endMs: () => roundTrip() / 2,
  }
}
