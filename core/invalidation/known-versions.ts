import type { EntryKey, Version } from '#core/cache/entry.ts'

/**
 * The highest version of each key that a node has heard of: written itself, been told, or loaded. Whatever is older is not given out,
 * wherever it comes from; so the node reads its writes and never goes back behind what it loaded.
 *
 * Source  Terry et al.: Session guarantees for weakly consistent replicated data. PDIS 1994 (read and write sets as versions)
 * Cost    O(1); keys never written, whose version is the first, are not noted; the oldest of 65,536 keys leaves first
 */
export interface KnownVersions {
  /** Tells whether the version is news. */
  raise(key: EntryKey, version: Version): boolean
  /** The first version when nothing is known: nothing is older. */
  floor(key: EntryKey): Version
  /** A restarted node knows nothing. */
  clear(): void
}

const keysMax = 65_536
/** Of a key that was never written. */
const firstVersion: Version = 1

export function knownVersions(): KnownVersions {
  const versions = new Map<number, Version>()
  const floor = (key: number): Version => versions.get(key) ?? firstVersion
  return {
    raise({ key }, version) {
      if (version <= floor(key)) return false
      versions.delete(key)
      versions.set(key, version)
      if (versions.size > keysMax) versions.delete(versions.keys().next().value!)
      return true
    },
    floor: ({ key }) => floor(key),
    clear: () => versions.clear(),
  }
}
