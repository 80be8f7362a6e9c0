import { expect, it } from 'vitest'
import { createPrefetcher } from '#core/cache/prefetcher.ts'

it('is none where nothing is to be loaded ahead', () => {
  expect(createPrefetcher({ policy: 'none' })).toBeUndefined()
})

it('guesses pages by its policy', () => {
  const prefetcher = createPrefetcher({ policy: 'markov' })!
  for (const page of [1, 2, 1, 2]) prefetcher.pagesAfter(page, 0)
  expect(prefetcher.pagesAfter(1, 0)).toEqual([2])
})

it('books what came ahead as useful, wasted, or polluting', () => {
  const prefetcher = createPrefetcher({ policy: 'markov' })!
  const { ledger } = prefetcher
  const ahead = (key: number, left: readonly number[]) => {
    prefetcher.comes()
    for (const one of left) prefetcher.evicted(one)
    prefetcher.came(key, 10)
  }
  ahead(1, [])
  prefetcher.read(1, 'hit')
  ahead(2, [9])
  prefetcher.read(9, 'miss')
  prefetcher.evicted(2)
  ahead(3, [])
  prefetcher.read(3, 'miss')
  expect(ledger).toMatchObject({ loaded: 3, useful: 1, wasted: 2, wastedBytes: 20, pollution: 1 })
})
