import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Workload } from '#core/scenario.ts'
import {
  isStrongPage,
  pageBytes,
  pageTenant,
  pageUniform,
  requestSource,
} from '#core/workload/request-source.ts'

const workload: Workload = {
  arrivals: 'closed',
  users: 10,
  thinkTime: { shape: 'exponential', meanMs: 1000, cv: 1 },
  ratePerSecond: 50,
  pages: 1000,
  zipfExponent: 0.8,
  tenants: 7,
  queries: 3,
  writeRatio: 0.1,
  strongRatio: 0.25,
  pageSize: { meanBytes: 98_304, cv: 0.5 },
}
const take = (w: Workload, count: number, replication = 0) => {
  const source = requestSource(w, 1, replication)
  return Array.from({ length: count }, () => source.next())
}

describe('request source', () => {
  it('repeats for one seed and replication, and differs for another', () => {
    expect(take(workload, 100)).toEqual(take(workload, 100))
    expect(take(workload, 100, 1)).not.toEqual(take(workload, 100))
  })

  it('asks for pages, queries and tenants that exist, with ids from 0', () => {
    for (const [i, request] of take(workload, 2000).entries()) {
      expect(request.id).toBe(i)
      expect(request.page >= 0 && request.page < workload.pages).toBe(true)
      expect(request.query >= 0 && request.query < workload.queries).toBe(true)
      expect(request.tenant).toBe(pageTenant(request.page, workload))
    }
  })

  it('writes the share asked for', () => {
    const writes = take(workload, 20_000).filter(({ kind }) => kind === 'write').length
    expect(writes / 20_000).toBeCloseTo(0.1, 1)
    expect(take({ ...workload, writeRatio: 0 }, 1000).every(({ kind }) => kind === 'read')).toBe(true)
    expect(take({ ...workload, writeRatio: 1 }, 1000).every(({ kind }) => kind === 'write')).toBe(true)
  })

  it('changing the share of writes or the think time leaves the pages as they were', () => {
    const pages = (w: Workload) => take(w, 200).map(({ page }) => page)
    const other = {
      ...workload,
      writeRatio: 0.5,
      queries: 9,
      thinkTime: { ...workload.thinkTime, meanMs: 5 },
    }
    expect(pages(other)).toEqual(pages(workload))
  })

  it('thinks and arrives with the means asked for', () => {
    const source = requestSource(workload, 1, 0)
    let think = 0
    let gaps = 0
    for (let i = 0; i < 50_000; i++) {
      think += source.thinkMs()
      gaps += source.interarrivalMs()
    }
    expect(think / 50_000 / 1000).toBeCloseTo(1, 1)
    expect(gaps / 50_000 / 20).toBeCloseTo(1, 1)
  })
})

describe('traits of a page', () => {
  it('are fixed by its number, for any equal workload', () => {
    const copy = { ...workload }
    for (let page = 0; page < 100; page++) {
      expect(pageBytes(page, workload)).toBe(pageBytes(page, copy))
      expect(isStrongPage(page, workload)).toBe(isStrongPage(page, copy))
    }
  })

  it('sizes have mean and variation of the workload', () => {
    const many = { ...workload, pages: 100_000 }
    const sizes = Array.from({ length: 100_000 }, (_, page) => pageBytes(page, many))
    const mean = sizes.reduce((a, b) => a + b) / sizes.length
    const variance = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / sizes.length
    expect(mean / 98_304).toBeCloseTo(1, 2)
    expect(Math.sqrt(variance) / mean).toBeCloseTo(0.5, 1)
    expect(sizes.every((size) => Number.isInteger(size) && size >= 256 && size <= 1_048_576)).toBe(true)
  })

  it('a variation of 0 makes all pages equally large', () => {
    const equal = { ...workload, pageSize: { meanBytes: 5000, cv: 0 } }
    for (let page = 0; page < 50; page++) expect(pageBytes(page, equal)).toBe(5000)
  })

  it('the share of strong pages is that of the workload, popular pages included', () => {
    const strong = (count: number) =>
      Array.from({ length: count }, (_, page) => isStrongPage(page, workload)).filter(Boolean).length / count
    expect(strong(50_000)).toBeCloseTo(0.25, 1)
    expect(isStrongPage(3, { ...workload, strongRatio: 0 })).toBe(false)
    expect(isStrongPage(3, { ...workload, strongRatio: 1 })).toBe(true)
  })

  it('are independent of each other and uniform', () => {
    let product = 0
    for (let page = 0; page < 50_000; page++)
      product += (pageUniform(page, 'strong') - 0.5) * (pageUniform(page, 'size') - 0.5) * 12
    expect(Math.abs(product / 50_000)).toBeLessThan(0.02)
    fc.assert(
      fc.property(fc.nat(), (page) => {
        const u = pageUniform(page, 'ttl')
        expect(u > 0 && u < 1).toBe(true)
      }),
      { seed: 1 },
    )
  })
})

describe('users who go on from page to page', () => {
  const followed = { ...workload, followRatio: 0.8 }
  const next = (page: number) => (page + workload.tenants) % workload.pages

  it('ask for the next page of the tenant so often, each after his own last page', () => {
    const source = requestSource(followed, 1, 0)
    const last = new Map<number, number>()
    let follows = 0
    for (let i = 0; i < 20_000; i++) {
      const { page } = source.next(i % 3)
      if (page === next(last.get(i % 3) ?? -1)) follows++
      last.set(i % 3, page)
    }
    expect(follows / 20_000).toBeCloseTo(0.8, 1)
  })

  it('are off by default, and the rest of the sequence is what it was', () => {
    expect(take({ ...workload, followRatio: 0 }, 200)).toEqual(take(workload, 200))
    const plain = take(workload, 2000)
    const [walked, kinds] = [take(followed, 2000), (all: typeof plain) => all.map(({ kind }) => kind)]
    expect(kinds(walked)).toEqual(kinds(plain))
    for (const [index, { page }] of walked.entries())
      expect([plain[index]!.page, next(walked[index - 1]?.page ?? -1)]).toContain(page)
  })
})
