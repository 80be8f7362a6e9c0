import { memoryStore } from '#server/store-memory.ts'
import { storeContract } from '../contract/store.ts'

storeContract('the store in memory', async () => {
  const now = () => 1_000
  return { store: memoryStore(now), now, stop: async () => {} }
})
