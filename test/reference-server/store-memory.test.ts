import { expect, it } from 'vitest'
import { memoryStore } from '#server/store-memory.ts'
import { storeContract } from '../contract/store.ts'

storeContract('the store in memory', async () => {
  const now = () => 1_000
  return { store: memoryStore(now), now, stop: async () => {} }
})

it('holds no more bytes than it may: what was asked for last stays', async () => {
  const store = memoryStore(() => 0, 100)
  const set = (key: number) =>
    store.set({ tenant: 1, key, version: 1, sizeBytes: 40, expiresAt: 1_000, value: key })
  await set(1)
  await set(2)
  expect(await store.get({ tenant: 1, key: 1 })).toMatchObject({ value: 1 })
  await set(3)
  expect(await store.get({ tenant: 1, key: 2 })).toBeUndefined()
  expect(await store.get({ tenant: 1, key: 1 })).toMatchObject({ value: 1 })
  expect(await store.get({ tenant: 1, key: 3 })).toMatchObject({ value: 3 })
})
