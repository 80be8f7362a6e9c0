import { expect, it } from 'vitest'
import { cache } from '#core/scenario/cache-schema.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { check } from '#core/schema.ts'

const written = (given: object) => check(cache, given, 'cache', 'written')

it('everything about the caches of a node has a default', () => {
  expect(written({}).problems).toEqual([])
})

it('by default nothing is done beyond reading through', () => {
  expect(written({}).value).toMatchObject({
    admission: { policy: 'always' },
    inclusion: 'independent',
    writes: 'through',
    writeWeights: { isEnabled: false },
    prefetch: { policy: 'none' },
    share: { isEnabled: false },
  })
})

it('everything can be said in the notation of scenario files', () => {
  const { value, problems } = written({
    l1Memory: '4 MiB',
    l2Memory: '8 MiB',
    admission: { policy: 'adapt-size' },
    inclusion: 'exclusive',
    writes: 'behind',
    writeBehind: { delay: '20 ms', pending: 50, tries: 2 },
    writeWeights: { enabled: true, rate: '10 / s', burst: 5, period: '2 s' },
    prefetch: { policy: 'markov', order: 2 },
    share: { enabled: true, divides: 'marginal-gain', sizing: 'shards', leastRatio: 0.5, period: '10 s' },
  })
  expect(problems).toEqual([])
  expect(value).toMatchObject({
    l1MemoryBytes: 4 * 1024 * 1024,
    writeBehind: { delayMs: 20, pendingCount: 50, triesCount: 2 },
    writeWeights: { isEnabled: true, ratePerSecond: 10, burstCount: 5, periodMs: 2000 },
    share: { isEnabled: true, divides: { policy: 'marginal-gain' }, leastRatio: 0.5 },
  })
})

it('names a policy that there is not, with the nearest', () => {
  expect(
    written({ prefetch: 'markow', share: { divides: 'evn' } }).problems.map(({ message }) => message),
  ).toEqual([expect.stringContaining('markov'), expect.stringContaining('even')])
})

it('sizes are whole numbers of at least one', () => {
  expect(written({ l1Capacity: 0, l2Capacity: 1.5 }).problems.map(({ path }) => path)).toEqual([
    'cache.l1Capacity',
    'cache.l2Capacity',
  ])
})

it('a policy that goes by bytes needs both levels to have a bound in bytes', () => {
  const admission = { policy: 'adapt-size' }
  for (const given of [{}, { l1Memory: '1 MiB' }, { l2Memory: '1 MiB' }])
    expect(written({ admission, ...given }).problems).toMatchObject([
      { path: 'cache.admission', allowed: expect.stringContaining('l1Memory and l2Memory above 0') },
    ])
  expect(written({ admission, l1Memory: '1 MiB', l2Memory: '1 MiB' }).problems).toEqual([])
})

it('tenants that share a cache have room for a copy each in both levels', () => {
  const parsed = (cache: object) =>
    parseScenario({ model: 'web', name: 'x', workload: { tenants: 20 }, cache }).problems
  const share = { enabled: true }
  for (const small of [{ l1Capacity: 19 }, { l2Capacity: 19 }])
    expect(parsed({ share, ...small })).toMatchObject([
      { path: 'cache', allowed: expect.stringContaining('at least 20') },
    ])
  expect(parsed({ share, l1Capacity: 20, l2Capacity: 20 })).toEqual([])
  expect(parsed({ l1Capacity: 1 })).toEqual([])
  expect(parsed({ enabled: false, share, l1Capacity: 1 })).toEqual([])
})
