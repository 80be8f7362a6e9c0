import { hopsOf, type Way } from '#core/flow/delivery.ts'
import type { Chunk } from '#core/flow/effect.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/**
 * The way between client and gateway where caches stand on it: hops in a row, each with its round trip. A client that asks for shards pays a
 * round trip for each of them, over the hops to whoever answers; otherwise a page comes as one answer. The client's bandwidth is the
 * narrowest: only the first hop takes time for bytes.
 */
export interface LongWay extends Way {
  /** From handing a shard of a node's answer to the network to the next question of the client, over all hops. */
  shardMs(chunk: Chunk): Ms
}

export function createWay(scenario: WebScenario, replication: number): LongWay {
  const { client, seed } = scenario
  const hops = hopsOf(scenario).map(({ name, roundTrip }) =>
    sampler(roundTrip, stream(seed, name, replication)),
  )
  const transferMs = (bytes: number): Ms => (bytes / client.bandwidthBytesPerSecond) * 1000

  function turnsMs(hop: () => Ms, turns: number): Ms {
    let total = 0
    for (let turn = 0; turn < turns; turn++) total += hop()
    return total
  }

  return {
    requestMs: (hop) => hops[hop]!() / 2,
    answerMs(hop, response) {
      const own = hops[hop]!
      // The shards of a node's answer are with the client already.
      if (response === undefined || response.servedBy === 'node') return own() / 2
      const bytesMs = hop === 0 ? transferMs(response.sizeBytes) : 0
      return bytesMs + (client.asksForShards ? turnsMs(own, response.shards) : own() / 2)
    },
    shardMs({ sizeBytes, isData }) {
      const renderMs = isData ? client.csrMsPerShard : 0
      const turnMs = client.asksForShards ? hops.reduce((sum, hop) => sum + hop(), 0) : 0
      return transferMs(sizeBytes) + turnMs + renderMs
    },
  }
}
