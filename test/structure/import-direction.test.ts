import { describe, expect, test } from 'vitest'
import { wrongCoreImports, wrongImports } from './import-direction.ts'
import { policyPaths } from './policy-lists.ts'
import { readSources, sourceOf } from './source.ts'

describe('the rule', () => {
  test.each([
    ['core/a.ts', '#sim/b.ts'],
    ['core/a.ts', 'node:fs'],
    ['core/a.ts', 'd3'],
    ['sim/a.ts', '#server/b.ts'],
    ['sim/a.ts', 'mathjs'],
    ['reference-server/a.ts', '#sim/b.ts'],
    ['reference-server/a.ts', '#experiments/b.ts'],
    ['experiments/a.ts', '#server/node/b.ts'],
    ['notebooks/a.ts', '#experiments/b.ts'],
  ])('%s may not import %s', (path, target) => {
    expect(wrongImports([sourceOf(path, `import { b } from '${target}'`)])).toHaveLength(1)
  })

  test.each([
    ['core/a.ts', 'seedrandom/lib/alea.js'],
    ['sim/a.ts', '#core/b.ts'],
    ['reference-server/a.ts', 'ioredis'],
    ['experiments/a.ts', '#server/launch.ts'],
  ])('%s may import %s', (path, target) => {
    expect(wrongImports([sourceOf(path, `import { b } from '${target}'`)])).toEqual([])
  })

  test.each([
    ['core/model/a.ts', '#core/cache/store.ts', 'collections and models'],
    ['core/cache/eviction/sieve.ts', './lru.ts', 'another policy'],
    ['core/flow/node.ts', '#core/cache/eviction/lru.ts', 'only the family'],
  ])('within core %s may not import %s', (path, target, reason) => {
    const policies = ['core/cache/eviction/lru.ts', 'core/cache/eviction/sieve.ts']
    expect(wrongCoreImports([sourceOf(path, `import { b } from '${target}'`)], policies)[0]).toContain(reason)
  })
})

test('imports point downward in the whole project', () => {
  expect(wrongImports(readSources())).toEqual([])
})

test('policies, models and collections know only what they may', () => {
  const sources = readSources()
  expect(wrongCoreImports(sources, policyPaths(sources))).toEqual([])
})
