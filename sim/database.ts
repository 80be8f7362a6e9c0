/** The database in virtual time: the truth about versions, behind a pool of connections that each run one statement at a time. */
import type { Entry, EntryKey, Version } from '#core/cache/entry.ts'
import type { Store } from '#core/flow/effect.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

export interface SimulatedDatabase {
  readAt(now: Ms): Ms
  writtenAt(now: Ms): Ms
  load(key: EntryKey): Entry
  store(input: Store): Entry
  version(key: EntryKey): Version
  /** Told of each version when it is committed. */
  committed: ((key: EntryKey, version: Version) => void) | undefined
  readonly busyMs: Ms
  readonly connections: number
}

export function createDatabase(
  { database, workload, seed }: WebScenario,
  replication: number,
): SimulatedDatabase {
  const { connections } = database
  const versions = new Map<number, Version>()
  const roundTrip = sampler(database.roundTrip, stream(seed, 'database.roundTrip', replication))
  const query = sampler(database.query, stream(seed, 'database.query', replication))
  const write = sampler(database.write, stream(seed, 'database.write', replication))
  const freeAt = new Float64Array(connections)
  let busyMs = 0

  /** First come, first served by whichever connection is free first. */
  function answeredAt(now: Ms, serviceMs: Ms): Ms {
    const half = roundTrip() / 2
    let first = 0
    for (let index = 1; index < connections; index++) if (freeAt[index]! < freeAt[first]!) first = index
    const done = Math.max(now + half, freeAt[first]!) + serviceMs
    freeAt[first] = done
    busyMs += serviceMs
    return done + half
  }

  /** Tenants never share a row, whatever their keys. */
  const rowOf = ({ tenant, key }: EntryKey) => key * workload.tenants + tenant
  const version = (key: EntryKey) => versions.get(rowOf(key)) ?? 1
  const row = (key: EntryKey, held: Version): Entry => ({
    tenant: key.tenant,
    key: key.key,
    version: held,
    sizeBytes: 0,
    expiresAt: Number.POSITIVE_INFINITY,
    value: undefined,
  })

  return {
    readAt: (now) => answeredAt(now, query()),
    writtenAt: (now) => answeredAt(now, write()),
    load: (key) => row(key, version(key)),
    store(input) {
      versions.set(rowOf(input), version(input) + 1)
      this.committed?.(input, version(input))
      return row(input, version(input))
    },
    version,
    committed: undefined,
    get busyMs() {
      return busyMs
    },
    connections,
  }
}
