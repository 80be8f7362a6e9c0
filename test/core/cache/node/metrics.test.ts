import { expect, it } from 'vitest'
import { ledgerSums, prefetchMetrics, shareMetrics } from '#core/cache/node/metrics.ts'
import { createNode } from '#core/flow/node.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'

const nodeOf = (cache: Record<string, unknown>) =>
  createNode({ index: 0, scenario: smallScenario({ cache }), clock: { now: 0 } })

it('the books of nodes are added up, and what happened between two readings is told', () => {
  const nodes = [nodeOf({ prefetch: 'markov' }), nodeOf({ prefetch: 'markov' })]
  const [first, second] = nodes.map(({ prefetcher }) => prefetcher!.ledger)
  first!.loadAhead(9, 7, [])
  const before = ledgerSums(nodes)!
  expect(before).toMatchObject({ loaded: 1, loadedBytes: 7, useful: 0 })
  first!.loadAhead(1, 100, [50])
  second!.loadAhead(2, 300, [])
  first!.request(1, 'hit')
  first!.request(50, 'miss')
  first!.request(51, 'miss')
  second!.evict(2)
  const values = Object.entries(prefetchMetrics(before, ledgerSums(nodes)!)).map(([name, { value }]) => [
    name,
    value,
  ])
  expect(Object.fromEntries(values)).toEqual({
    'prefetch.usedRatio': 1 / 2,
    'prefetch.avoidedMissRatio': 1 / 2,
    'prefetch.pollutionRatio': 1 / 2,
    'prefetch.loaded': 2,
    'prefetch.loadedBytes': 400,
    'prefetch.wastedBytes': 300,
  })
})

it('the parts of tenants are told by their smallest and largest, for each level', () => {
  const nodes = [nodeOf({ share: { enabled: true }, l1Capacity: 10, l2Capacity: 40 })]
  const values = Object.values(shareMetrics(nodes)).map(({ value }) => value)
  expect(values).toEqual([2, 3, 10, 10])
  expect(Object.keys(shareMetrics(nodes))).toEqual([
    'share.l1Copies.min',
    'share.l1Copies.max',
    'share.l2Copies.min',
    'share.l2Copies.max',
  ])
})

it('a run has them where its scenario has the feature, and only there', () => {
  const named = (cache: Record<string, unknown>) =>
    Object.keys(simulate(smallScenario({ cache })).metrics).filter((name) => /^(prefetch|share)\./.test(name))
  expect(named({})).toEqual([])
  expect(named({ prefetch: 'sequential' })).toHaveLength(6)
  expect(named({ share: { enabled: true } })).toHaveLength(4)
})
