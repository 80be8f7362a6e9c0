/**
 * The caches beside a real node: files really in a folder, which outlive the process; memcached-like slabs in the memory of the process
 * itself, which do not: there is no memcached to ask.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileStore } from '#core/cache/beside/file-store.ts'
import type { LowerTierPort, TierCopy } from '#core/cache/beside/lower-tiers.ts'
import { createSlabStore } from '#core/cache/beside/slab-store.ts'
import type { WebScenario } from '#core/scenario.ts'

/** Parameters: folder, made when it is not there; what it holds already is taken over; now: the node's clock. */
export function openLowerTiers(
  { lowerTiers: { memcached, files } }: WebScenario,
  folder: string,
  now: () => number,
): LowerTierPort<Promise<TierCopy | undefined>> {
  const slabs = createSlabStore<TierCopy>(memcached)
  const nameOf = (key: number) => join(folder, `${key}.fragment`)
  /** What is done to one file follows each other. */
  const writing = new Map<number, Promise<void>>()
  const known = createFileStore<TierCopy>({
    ...files,
    evicted: (key) => after(key, () => rm(nameOf(key), { force: true })),
  })
  if (files.isEnabled) for (const copy of filesIn(folder)) known.set(copy)

  function after(key: number, operate: () => Promise<void>): void {
    const before = writing.get(key) ?? Promise.resolve()
    const done = before
      .then(operate)
      .catch(() => void known.remove(key))
      .finally(() => {
        if (writing.get(key) === done) writing.delete(key)
      })
    writing.set(key, done)
  }

  async function read(key: number): Promise<TierCopy | undefined> {
    const found = known.get(key, now())
    if (found === undefined) return undefined
    try {
      await writing.get(key)
      return copyIn(await readFile(nameOf(key), 'utf8'))
    } catch {
      known.remove(key)
      return undefined
    }
  }

  function write(copy: TierCopy): void {
    const { value, ...head } = copy
    if (!known.set({ ...copy, value: undefined })) return
    const half = `${nameOf(copy.key)}.half`
    after(copy.key, async () => {
      await writeFile(half, `${JSON.stringify(head)}\n${String(value ?? '')}`)
      await rename(half, nameOf(copy.key))
    })
  }

  return {
    get: async ({ tier, key }) => (tier === 'memcached' ? slabs.get(key, now()) : read(key)),
    set({ tier, ...copy }) {
      if (tier === 'memcached') slabs.set(copy)
      else write(copy)
    },
  }
}

/** Whole files; a half-written one is removed. */
function filesIn(folder: string): TierCopy[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    const copy = name.endsWith('.fragment') ? copyIn(readFileSync(path, 'utf8')) : undefined
    if (copy === undefined) rmSync(path, { force: true })
    return copy === undefined ? [] : [{ ...copy, value: undefined }]
  })
}

/** A line of JSON, then the content. */
function copyIn(text: string): TierCopy | undefined {
  const end = text.indexOf('\n')
  if (end < 0) return undefined
  try {
    return { ...(JSON.parse(text.slice(0, end)) as Omit<TierCopy, 'value'>), value: text.slice(end + 1) }
  } catch {
    return undefined
  }
}
