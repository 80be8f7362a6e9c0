import { describe, expect, it } from 'vitest'
import { cacheReport, type StoredCacheRow } from '#experiments/report/cache-report.ts'

const row = (policy: string, capacity: number, missRatio: number, more: object = {}): StoredCacheRow => ({
  trace: 'a<b.txt',
  policy,
  capacity,
  missRatio,
  ...more,
})

describe('the page of cache', () => {
  it('draws one line a policy and has every number in a table', () => {
    const html = cacheReport([row('lru', 10, 0.5), row('lru', 100, 0.25), row('sieve', 10, 0.4)])
    expect(html).toContain('a&lt;b.txt')
    expect(html.match(/<figcaption>.*?<\/figcaption>/)![0].match(/<span/g)).toHaveLength(2)
    expect(html).toContain('<td>100</td><td>0.2500</td><td>-</td>')
    expect(html).not.toMatch(/NaN|undefined|Infinity|<script|(src|href)="https?:/)
  })

  it('draws no more policies in one picture than there are colours', () => {
    const policies = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
    const html = cacheReport(policies.flatMap((policy) => [row(policy, 10, 0.5), row(policy, 20, 0.25)]))
    expect(html.match(/<figure>/g)).toHaveLength(2)
  })

  it('draws bytes beside requests where sizes count, and says how a curve was made', () => {
    const sized = { requests: 10, requestBytes: 100, byteMissRatio: 0.75 }
    expect(cacheReport([row('lru', 10, 0.5, sized)])).toContain('Miss ratio by bytes')
    const html = cacheReport([row('arc', 10, 0.5, { method: 'miniature simulation', sampleRatio: 0.1 })])
    expect(html).toContain('Miss-ratio curves')
    expect(html).toContain('arc: miniature simulation of 10 % of the keys')
    expect(html).not.toContain('by bytes')
  })
})
