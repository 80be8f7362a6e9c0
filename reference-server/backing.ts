/** Which shared cache and database a process uses: told by the launcher as plain data. */
import type { WebScenario } from '#core/scenario.ts'
import type { DatabasePort } from './database.ts'
import { postgresDatabase } from './database-postgres.ts'
import { parentDatabase, parentStore } from './parent-backing.ts'
import type { StorePort } from './store.ts'
import { redisStore } from './store-redis.ts'
import { wallNow } from './wall-clock.ts'

/** `parent`: the launcher holds it in memory and answers over the process channel. */
export type StoreChoice = { readonly kind: 'redis'; readonly port: number } | { readonly kind: 'parent' }
export type DatabaseChoice = { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'parent' }

export const openStore = (choice: StoreChoice, { redis }: WebScenario): StorePort =>
  choice.kind === 'redis'
    ? redisStore({ port: choice.port }, Math.max(60_000, 2 * redis.ttlMs), wallNow)
    : parentStore()

export const openDatabase = (choice: DatabaseChoice, connections: number): DatabasePort =>
  choice.kind === 'postgres' ? postgresDatabase(choice.url, connections) : parentDatabase()
