import { expect, it } from 'vitest'
import { createPrefetcher } from '#core/cache/node/prefetcher.ts'

const markov = (prefetchAccuracyMin: number) =>
  createPrefetcher({ prefetch: { policy: 'markov' }, prefetchAccuracyMin }, 8)!

it('is none where nothing is to be loaded ahead', () => {
  expect(createPrefetcher({ prefetch: { policy: 'none' }, prefetchAccuracyMin: 0 }, 10)).toBeUndefined()
})

it('guesses pages by its policy', () => {
  const prefetcher = markov(0)
  for (const page of [1, 2, 1, 2]) prefetcher.pagesAfter(page, 0, () => false)
  expect(prefetcher.pagesAfter(1, 0, () => false)).toEqual([2])
  expect(prefetcher.pagesAfter(2, 0, (page) => page === 1)).toEqual([])
})

it('keeps its guesses to itself until they have come true often enough, and again when they do no more', () => {
  const prefetcher = markov(0.5)
  const guesses = (pages: readonly number[]) =>
    pages.filter((page) => prefetcher.pagesAfter(page, 0, () => false).length > 0).length
  const loop = Array.from({ length: 40 }, (_, turn) => turn % 4)
  expect(guesses(loop.slice(0, 16))).toBe(0)
  expect(guesses(loop)).toBeGreaterThan(20)
  // From here on the same pages are followed by new ones.
  const broken = Array.from({ length: 400 }, (_, turn) => (turn % 2 === 0 ? turn % 4 : 100 + turn))
  guesses(broken)
  expect(guesses(broken.map((page) => (page < 100 ? page : page + 1000)))).toBe(0)
})

it('books what came ahead as useful, wasted, or polluting', () => {
  const prefetcher = markov(0)
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
