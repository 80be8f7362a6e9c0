/** Which shared cache and database a process uses: told by the launcher as plain data. */
import type { WebScenario } from '#core/scenario.ts'
import type { DatabasePort } from './database.ts'
import { postgresDatabase } from './database-postgres.ts'
import { parentDatabase, parentStore } from './parent-backing.ts'
import type { StorePort } from './store.ts'
import { redisStore, type TrackingMode } from './store-redis.ts'
import { wallNow } from './wall-clock.ts'

/** `parent`: the launcher holds it in memory and answers over the process channel. */
export type StoreChoice = { readonly kind: 'redis'; readonly port: number } | { readonly kind: 'parent' }
export type DatabaseChoice = { readonly kind: 'postgres'; readonly url: string } | { readonly kind: 'parent' }

export const openStore = (choice: StoreChoice, { redis, invalidation }: WebScenario): StorePort =>
  choice.kind === 'redis'
    ? redisStore({ port: choice.port }, Math.max(60_000, 2 * redis.ttlMs), wallNow, {
        tracking: trackingMode(invalidation),
        channels: { channels: redis.channels, window: redis.channelWindow },
      })
    : parentStore()

/** Redis tracks the reads of nodes for the one protocol that is made of it. */
const trackingMode = ({ policy, mode }: WebScenario['invalidation']): TrackingMode =>
  policy === 'client-tracking' ? (mode as TrackingMode) : 'off'

export const openDatabase = (choice: DatabaseChoice, connections: number): DatabasePort =>
  choice.kind === 'postgres' ? postgresDatabase(choice.url, connections) : parentDatabase()
