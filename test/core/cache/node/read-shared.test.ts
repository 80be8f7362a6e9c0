import { expect, it } from 'vitest'
import { readShared } from '#core/cache/node/read-shared.ts'
import { nodeWorld } from './node-world.ts'

const entry = { tenant: 0, key: 3, version: 2, sizeBytes: 9, expiresAt: 1e6, value: undefined }

it('gives what the shared cache has, counted in objects and bytes', () => {
  const { node, run, request, shared, driver } = nodeWorld()
  shared.set(3, entry)
  const seen = run(readShared(node, request))
  driver.runUntilIdle()
  expect(seen.outcome).toMatchObject({ value: { version: 2 } })
  expect(node.counters).toMatchObject({ remoteLookups: 1, remoteHits: 1, remoteHitBytes: 9 })
  expect(node.tiers.floor(entry)).toBe(2)
})

it('gives nothing that is older than what the node has heard of, and nothing when nobody answers', () => {
  const { node, run, request, shared, driver, broken } = nodeWorld()
  shared.set(3, entry)
  node.heard(entry, 3)
  const old = run(readShared(node, request))
  driver.runUntilIdle()
  broken.shared = true
  const silent = run(readShared(node, request))
  driver.runUntilIdle()
  expect([old.outcome, silent.outcome]).toMatchObject([{ value: undefined }, { value: undefined }])
  expect(node.counters).toMatchObject({ remoteHits: 0, remoteFailures: 1 })
})

it('counts nothing of what nobody waits for', () => {
  const { node, run, request, shared, driver } = nodeWorld()
  shared.set(3, entry)
  const seen = run(readShared(node, { ...request, isBackground: true }))
  driver.runUntilIdle()
  expect(seen.outcome).toMatchObject({ value: { version: 2 } })
  expect(node.counters).toMatchObject({ remoteLookups: 0, remoteHits: 0, remoteHitBytes: 0 })
})
