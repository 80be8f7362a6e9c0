import { expect, it } from 'vitest'
import { benchCache } from './cache.ts'
import { benchHold } from './hold.ts'
import { mmcEvents, mmcFlows } from './mmc.ts'
import { benchRequestPath } from './request-path.ts'

it('the hold model runs in small', () => {
  const [ours] = benchHold(100, 1_000, 1, { cpp: undefined, simJs: undefined })
  expect(ours!.checksum).toBeGreaterThan(1)
})

it.each([1, 16])('the queue of %i servers goes the same way as flows and as events', (servers) => {
  const mmc = { servers, customers: 2_000 }
  expect(mmcFlows(mmc)).toBe(mmcEvents(mmc))
})

it('the cache has the hits of the peer', () => {
  const [ours, peer] = benchCache(1_000, 20_000, 1)
  expect(ours!.checksum).toBe(peer!.checksum)
})

it('the request path runs in small', () => {
  expect(benchRequestPath(50, 2).figures[0]!.checksum).toBeGreaterThan(0)
})
