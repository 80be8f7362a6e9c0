/**
 * What the preprint says that its own numbers contradict or that cannot be checked, by claim id, with the arithmetic.
 *
 * Source  preprints202601.1301 (2026), CC BY 4.0; the arithmetic is ours
 */
export interface Claim {
  readonly id: string
  readonly section: string
  readonly says: string
  readonly but: string
}

export const contradictions: readonly Claim[] = [
  {
    id: 'C01',
    section: 'Abstract, 5.3',
    says: 'mean response falls by 38.6 % to 451 ms',
    but: 'Table 1 has 452 ms, which is 38.5 %',
  },
  {
    id: 'C03',
    section: 'Abstract',
    says: 'energy consumption falls by 18.3 %',
    but: 'that is power; per request it would be 31.6 % at 1 s of think time, 50 % at none',
  },
  {
    id: 'C11',
    section: '3.2',
    says: 'nginx FastCGI caching in front of Node',
    but: 'Node speaks HTTP: proxy_cache, whose times are whole seconds, not 300 ms',
  },
  {
    id: 'C12',
    section: '3.2',
    says: 'cache key is path and query',
    but: 'tenants are isolated one layer below; without the tenant in the key one is served the page of another',
  },
  {
    id: 'C15',
    section: '3.2',
    says: 'average hit rate above 86 %',
    but: 'Table 1: 81.2, 83.5, 85.8, 86.7, 87.1; their mean is 84.9 %',
  },
  {
    id: 'C18',
    section: '3.2',
    says: 'versions are compared with Redis before each read',
    but: 'that costs the round trip the local cache was to save',
  },
  {
    id: 'C21',
    section: '3.3, 6',
    says: 'an online learning controller adapts',
    but: 'conclusions: "still relies on static parameter configuration"',
  },
  {
    id: 'C25',
    section: '5.1',
    says: 'dual Xeon Gold 6348 node at 124 to 188 W',
    but: 'two such processors may draw 470 W; such nodes idle near 100 to 180 W',
  },
  {
    id: 'C30',
    section: '5.2',
    says: 'P95 rises linearly',
    but: 'slopes 64.0, 44.5, 27.5, 10.3 ms per 1,000 users',
  },
  {
    id: 'C35',
    section: '5.2',
    says: 'strong linear scalability',
    but: 'all four curves are concave; throughput is not reported',
  },
  {
    id: 'C36',
    section: '5.2, figure 4',
    says: 'latency and power are negatively correlated',
    but: 'r = +0.997 in Table 1',
  },
  {
    id: 'C43',
    section: '5.3',
    says: 'P95 inflects when the hit rate passes 86 %',
    but: 'its slope falls at every step; per point of hit rate it rises',
  },
  {
    id: 'C46',
    section: 'Table 1, 3.2',
    says: 'Redis carries 120,000 operations/s',
    but: 'without think time Table 1 implies 155,000 to 265,000 lookups/s',
  },
  {
    id: 'C48',
    section: '3.2',
    says: 'in-process L1/L2 is the third layer, behind Redis',
    but: 'a cache in the process stands before the network',
  },
]
