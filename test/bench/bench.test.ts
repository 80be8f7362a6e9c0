import { expect, it } from 'vitest'
import { benchBalance } from './balance.ts'
import { benchReplay, benchReplayAlone, benchServedStore, benchStore } from './cache.ts'
import { benchControl } from './control.ts'
import { benchHold } from './hold.ts'
import { mmcEvents, mmcFlows } from './mmc.ts'
import { benchRecord } from './record.ts'
import { benchRequestPath } from './request-path.ts'
import { benchSchedule } from './schedule.ts'

it('the hold model runs in small', () => {
  const [ours] = benchHold(100, 1_000, 1, { cpp: undefined, simJs: undefined })
  expect(ours!.checksum).toBeGreaterThan(1)
})

it.each([1, 16])('the queue of %i servers goes the same way as flows and as events', (servers) => {
  const mmc = { servers, customers: 2_000 }
  expect(mmcFlows(mmc)).toBe(mmcEvents(mmc))
})

const load = { keys: 1_000, requests: 20_000, capacity: 100 }

it.each([
  ['store', benchStore(load, 1)],
  ['replay', benchReplay('lru', load, 1)],
  ['replay in a process of its own', benchReplayAlone('lru', load, 1)],
])('the cache has the hits of the peer: %s', (_, [ours, peer]) => {
  expect(ours!.checksum).toBe(peer!.checksum)
})

it('the store serves numbers and names with the hits of the peer, with sizes and expiry', () => {
  const [byNumber, byName, peer] = benchServedStore(load, 1)
  expect([byNumber!.checksum, byName!.checksum]).toEqual([peer!.checksum, peer!.checksum])
})

it('the request path runs in small', () => {
  expect(benchRequestPath(50, 2).figures[0]!.checksum).toBeGreaterThan(0)
})

it.each([
  ['balances', () => benchBalance(20, 200, 1)],
  ['schedules', () => benchSchedule(100, 1_000, 1)],
  ['controllers', () => benchControl(50, 1)],
])('the decisions of %s run in small', (_, bench) => {
  for (const { checksum } of bench()) expect(Number.isFinite(checksum)).toBe(true)
})

it('a recording has its bytes and its cost in small', async () => {
  const { bytesPerRequest, recordedUs } = await benchRecord(60, 1)
  expect(bytesPerRequest).toBeGreaterThan(200)
  expect(bytesPerRequest).toBeLessThan(4_000)
  expect(recordedUs).toBeGreaterThan(0)
})
