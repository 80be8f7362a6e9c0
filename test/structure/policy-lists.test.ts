import { expect, test } from 'vitest'
import { families } from '#core/policies.ts'
import { policyPaths, undocumentedPolicies, unlistedPolicies } from './policy-lists.ts'
import { readSources, sourceOf } from './source.ts'

const sieve = (text: string) =>
  sourceOf('core/cache/eviction/sieve.ts', `${text}export const sieve = policyFamily<A, B>('eviction')(`)
const comment = '/**\n * Hand.\n *\n * Source      NSDI 2024\n * Cost        O(1)\n */\n'

test('the rule finds a policy that is in no list', () => {
  expect(unlistedPolicies([sieve(comment)], ['lru'])).toHaveLength(1)
  expect(unlistedPolicies([sieve(comment)], ['lru', 'sieve'])).toEqual([])
})

test('the rule finds a policy without source or cost, or with another name than its file', () => {
  expect(undocumentedPolicies([sieve('')])).toHaveLength(2)
  expect(undocumentedPolicies([sieve(comment)])).toEqual([])
  const other = sourceOf(
    'core/cache/eviction/lru.ts',
    `${comment}export const leastRecent = policyFamily<A, B>('x')(`,
  )
  expect(undocumentedPolicies([other])).toHaveLength(1)
})

test('every policy file is in its family list', () => {
  const names = Object.values(families).flatMap((family) => family.map(({ name }) => name))
  const sources = readSources()
  expect(policyPaths(sources).length).toBe(names.length)
  expect(unlistedPolicies(sources, names)).toEqual([])
})

test('every policy cites its source and says its cost, in a file of its name', () => {
  expect(undocumentedPolicies(readSources())).toEqual([])
})

test('no two policies of a family have one name', () => {
  for (const family of Object.values(families)) {
    const names = family.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  }
})
