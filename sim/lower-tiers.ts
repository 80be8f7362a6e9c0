/** The memcached-like cache and the folder of files of each node, in virtual time: what is asked of them takes as long as it is drawn. */
import { createFileStore } from '#core/cache/beside/file-store.ts'
import type { TierCopy, TierFill, TierKey } from '#core/cache/beside/lower-tiers.ts'
import { createSlabStore } from '#core/cache/beside/slab-store.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

export interface SimulatedLowerTiers {
  /** What the machine of a node has, found at once, and how long the answer takes. */
  get(node: number, key: TierKey, now: Ms): { readonly tookMs: Ms; readonly copy: TierCopy | undefined }
  set(node: number, fill: TierFill): void
}

export function createLowerTiers(
  { lowerTiers, seed }: WebScenario,
  replication: number,
): SimulatedLowerTiers {
  const { memcached, files } = lowerTiers
  const draw = (name: string) => stream(seed, `lowerTiers.${name}`, replication)
  const roundTrip = sampler(memcached.roundTrip, draw('memcached.roundTrip'))
  const memoryRead = sampler(files.memoryRead, draw('files.memoryRead'))
  const diskRead = sampler(files.diskRead, draw('files.diskRead'))
  const machines: { slabs: ReturnType<typeof openSlabs>; folder: ReturnType<typeof openFolder> }[] = []
  const openSlabs = () => createSlabStore<TierCopy>(memcached)
  const openFolder = () => createFileStore<TierCopy>(files)
  const machineOf = (node: number) => (machines[node] ??= { slabs: openSlabs(), folder: openFolder() })

  return {
    get(node, { tier, key }, now) {
      const { slabs, folder } = machineOf(node)
      if (tier === 'memcached') return { tookMs: roundTrip(), copy: slabs.get(key, now) }
      const found = folder.get(key, now)
      // That there is no such file is known from memory.
      return { tookMs: found?.from === 'disk' ? diskRead() : memoryRead(), copy: found?.entry }
    },
    set(node, { tier, ...copy }) {
      const { slabs, folder } = machineOf(node)
      if (tier === 'memcached') slabs.set(copy)
      else folder.set(copy)
    },
  }
}
