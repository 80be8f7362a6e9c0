import { expect, it } from 'vitest'
import { makeKnown } from '#core/flow/make-known.ts'
import { nodeWorld } from '../cache/node/node-world.ts'

const entry = { tenant: 0, key: 3, version: 2, sizeBytes: 9, expiresAt: 1e6, value: undefined }

function known(given: Record<string, unknown>, page: 'strong' | 'weak' = 'weak') {
  const world = nodeWorld(given)
  world.run(makeKnown(world.node, entry, page))
  world.driver.runUntilIdle()
  return { ...world, own: world.node.tiers.find(entry, 10) }
}

it('the node that wrote keeps the copy, and all are told', () => {
  const { own, asked, node } = known({})
  expect(own?.entry.version).toBe(2)
  expect(asked).toEqual(['publish'])
  expect(node.counters.published).toBe(1)
})

it('strong pages are in the shared cache before anybody is told', () => {
  expect(known({}, 'strong').asked).toEqual(['set', 'publish'])
})

it('a write around leaves no copy, but the node reads nothing older from then on', () => {
  const { own, node } = known({ cache: { writes: 'around' } })
  expect(own).toBeUndefined()
  expect(node.tiers.floor(entry)).toBe(2)
})
