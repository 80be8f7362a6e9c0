import { expect, it } from 'vitest'
import { benchCache } from './cache.ts'
import { benchHold } from './hold.ts'
import { benchRequestPath } from './request-path.ts'

it('the hold model goes the same way in the calendar and in the peer', () => {
  const [ours, peer] = benchHold(100, 1_000, 1)
  expect(ours!.checksum).toBe(peer!.checksum)
})

it('the cache has the hits of the peer', () => {
  const [ours, peer] = benchCache(1_000, 20_000, 1)
  expect(ours!.checksum).toBe(peer!.checksum)
})

it('the request path runs in small', () => {
  expect(benchRequestPath(50, 2).figures[0]!.checksum).toBeGreaterThan(0)
})
