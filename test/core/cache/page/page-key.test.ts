import { expect, it } from 'vitest'
import { pageKey } from '#core/cache/page/page-key.ts'
import type { Workload } from '#core/scenario.ts'

const workload = { queries: 3, tenants: 4 } as Workload

it.each([
  [true, true, 120],
  [false, true, 40],
  [true, false, 30],
  [false, false, 10],
])(
  'ten pages, three queries, four tenants: by query %s and by tenant %s makes %d keys',
  (variesByQuery, variesByTenant, count) => {
    const keys = new Set<number>()
    for (let page = 0; page < 10; page++)
      for (let query = 0; query < 3; query++)
        for (let tenant = 0; tenant < 4; tenant++)
          keys.add(
            pageKey({ id: 0, kind: 'read', page, query, tenant }, workload, {
              variesByQuery,
              variesByTenant,
            }),
          )
    expect(keys.size).toBe(count)
  },
)
