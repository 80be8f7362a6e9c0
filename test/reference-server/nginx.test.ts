import { expect, it } from 'vitest'
import { pageTtlMs } from '#core/cache/page/http-freshness.ts'
import { isGatewayCacheable } from '#core/cache/page/micro-cache.ts'
import { ttlTable } from '#server/nginx.ts'
import { smallScenario } from './small-scenario.ts'

it('the table of freshness is that of the rule, and pages that may not be cached are left out', () => {
  const scenario = smallScenario({ gateway: { cacheableRatio: 0.5 } })
  const table = ttlTable(scenario)
  for (let page = 0; page < scenario.workload.pages; page++) {
    const entry = `[${page}]=${Math.round(pageTtlMs(page, scenario.gateway))}`
    expect(table.includes(entry)).toBe(isGatewayCacheable(page, scenario.gateway))
  }
})
