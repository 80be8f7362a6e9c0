import fc from 'fast-check'
import { expect, it } from 'vitest'
import { pagePath, parsePagePath } from '#server/url.ts'
import { smallScenario } from './small-scenario.ts'

const { workload } = smallScenario()

it('a path says what was asked', () => {
  fc.assert(
    fc.property(fc.nat(workload.pages - 1), fc.nat(999), (page, query) => {
      const place = { tenant: page % workload.tenants, page, query }
      expect(parsePagePath(pagePath(place), workload)).toEqual(place)
    }),
  )
})

it.each(['/', '/t/1/p/1x', '/t/0/p/40', '/t/2/p/1', '/t/1/p/1?q=-1', '/t/1/p/1?q=1&r=2', '//t/1/p/1'])(
  'refuses %s',
  (path) => expect(parsePagePath(path, workload)).toBeUndefined(),
)
