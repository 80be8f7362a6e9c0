import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLowerTiers } from '#server/lower-tiers.ts'
import { smallScenario } from './small-scenario.ts'

const scenario = smallScenario({
  lowerTiers: { memcached: { enabled: true }, files: { enabled: true, capacity: '8 KiB' } },
})
const copy = {
  tenant: 3,
  key: 1,
  version: 2,
  sizeBytes: 9,
  expiresAt: 1000,
  value: 'line\nline',
  storedAtMs: 5,
}
const asked = { tenant: 3, key: 1, tier: 'files' as const }

describe('the caches beside a real node', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tandem-lower-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('have files that the next process finds, with all that belongs to them; memory goes with the process', async () => {
    const first = openLowerTiers(scenario, folder, () => 0)
    first.set({ ...copy, tier: 'files' })
    first.set({ ...copy, tier: 'memcached' })
    expect(await first.get(asked)).toEqual(copy)
    const next = openLowerTiers(scenario, folder, () => 0)
    expect(await next.get(asked)).toEqual(copy)
    expect(await first.get({ ...asked, tier: 'memcached' })).toMatchObject(copy)
    expect(await next.get({ ...asked, tier: 'memcached' })).toBeUndefined()
    expect(await openLowerTiers(scenario, folder, () => 1000).get(asked)).toBeUndefined()
  })

  it('remove the file of what has to leave, and the last write of a file wins', async () => {
    const tiers = openLowerTiers(scenario, folder, () => 0)
    for (const key of [1, 2, 3]) tiers.set({ ...copy, key, tier: 'files' })
    for (const version of [3, 4, 5]) tiers.set({ ...copy, key: 3, version, tier: 'files' })
    expect((await tiers.get({ ...asked, key: 3 }))?.version).toBe(5)
    expect(await tiers.get(asked)).toBeUndefined()
    await tiers.get({ ...asked, key: 2 })
    await expect.poll(() => readdirSync(folder).toSorted()).toEqual(['2.fragment', '3.fragment'])
  })

  it('pass over what is no whole file', async () => {
    writeFileSync(join(folder, '1.fragment'), 'no head')
    writeFileSync(join(folder, '2.fragment.half'), '')
    const tiers = openLowerTiers(scenario, folder, () => 0)
    expect(await tiers.get(asked)).toBeUndefined()
    expect(readdirSync(folder)).toEqual([])
    tiers.set({ ...copy, tier: 'files' })
    await tiers.get(asked)
    rmSync(join(folder, '1.fragment'))
    expect(await tiers.get(asked)).toBeUndefined()
  })
})
