/** What every shared cache promises, in memory or in a real Redis. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Entry, Invalidation } from '#core/cache/entry.ts'
import type { StorePort } from '#server/store.ts'

export function storeContract(
  name: string,
  make: () => Promise<{ store: StorePort; now: () => number; stop: () => Promise<void> }>,
): void {
  describe(`${name}, as every shared cache,`, () => {
    let made: Awaited<ReturnType<typeof make>>
    let nextKey = 0
    beforeAll(async () => {
      made = await make()
    })
    afterAll(() => made.stop())
    const entryOf = (key: number, version: number, ttlMs = 60_000): Entry => ({
      tenant: 1,
      key,
      version,
      sizeBytes: 4,
      expiresAt: made.now() + ttlMs,
      value: `v${version}`,
    })

    it('has nothing before it was set', async () => {
      const key = { tenant: 1, key: nextKey++ }
      expect(await made.store.get(key)).toBeUndefined()
      expect(await made.store.version(key)).toBe(0)
    })

    it('gives back what was set, with its version, size and body', async () => {
      const entry = entryOf(nextKey++, 3)
      expect(await made.store.set(entry)).toBe(3)
      expect(await made.store.get(entry)).toMatchObject({ version: 3, sizeBytes: 4, value: 'v3' })
    })

    it('keeps the higher version whatever the order of the writers', async () => {
      const key = nextKey++
      await made.store.set(entryOf(key, 5))
      expect(await made.store.set(entryOf(key, 4))).toBe(5)
      expect((await made.store.get({ tenant: 1, key }))?.version).toBe(5)
    })

    it('does not give an expired entry', async () => {
      const entry = entryOf(nextKey++, 1, 0)
      await made.store.set(entry)
      expect(await made.store.get(entry)).toBeUndefined()
    })

    it('does not give the copy before one that has ended already', async () => {
      const key = nextKey++
      await made.store.set(entryOf(key, 1))
      expect(await made.store.set(entryOf(key, 2, -5))).toBe(2)
      expect(await made.store.get({ tenant: 1, key })).toBeUndefined()
    })

    it('drops an outdated copy when a version is published, and refuses it afterwards', async () => {
      const key = nextKey++
      await made.store.set(entryOf(key, 1))
      await made.store.publish({ tenant: 1, key, version: 2 })
      expect(await made.store.get({ tenant: 1, key })).toBeUndefined()
      expect(await made.store.version({ tenant: 1, key })).toBe(2)
      expect(await made.store.set(entryOf(key, 1))).toBe(2)
      expect(await made.store.get({ tenant: 1, key })).toBeUndefined()
    })

    it('gives one lease at a time, and a published version makes it void', async () => {
      const key = { tenant: 1, key: nextKey++ }
      const asked = { ...key, holdMs: 60_000 }
      const { token } = await made.store.lease(asked)
      expect(token).toBeGreaterThan(0)
      expect(await made.store.lease(asked)).toMatchObject({ token: 0 })
      await made.store.publish({ ...key, version: 2 })
      expect(await made.store.set({ ...entryOf(key.key, 2), lease: token })).toBe(2)
      expect(await made.store.get(key)).toBeUndefined()
      const next = await made.store.lease(asked)
      expect(next.token).toBeGreaterThan(token)
      await made.store.set({ ...entryOf(key.key, 2), lease: next.token })
      expect((await made.store.lease(asked)).entry).toMatchObject({ version: 2, value: 'v2' })
    })

    it('holds the outdated copy for those that wait for its successor, where that is wanted', async () => {
      const key = { tenant: 1, key: nextKey++ }
      const asked = { ...key, holdMs: 60_000 }
      await made.store.set(entryOf(key.key, 1))
      await made.store.publish({ ...key, version: 2, holdsStale: true })
      expect(await made.store.get(key)).toBeUndefined()
      expect((await made.store.lease(asked)).token).toBeGreaterThan(0)
      expect((await made.store.lease(asked)).stale).toMatchObject({ version: 1, value: 'v1' })
    })

    it('tells its subscribers of each published version', async () => {
      const key = nextKey++
      const told = new Promise<Invalidation>((resolve) => {
        void made.store
          .subscribe({ invalidated: resolve, reconnected: () => {} })
          .then(() => made.store.publish({ tenant: 1, key, version: 9 }))
      })
      expect(await told).toMatchObject({ tenant: 1, key, version: 9 })
    })

    it('keeps equal keys of two tenants apart', async () => {
      const entry = entryOf(nextKey++, 2)
      await made.store.set(entry)
      expect(await made.store.get({ tenant: 2, key: entry.key })).toBeUndefined()
    })
  })
}
