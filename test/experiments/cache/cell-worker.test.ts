import { expect, it } from 'vitest'
import { perform } from '#experiments/cache/cell-worker.ts'

it('a cell tells its misses and its speed', () => {
  const trace = { keys: Uint32Array.from([1, 2, 1, 3, 1]) }
  const result = perform({ job: { trace, options: { policy: { policy: 'lru' }, capacity: 2 } } })
  expect(result).toMatchObject({ requests: 5, misses: 3, requestBytes: 5, missBytes: 3 })
  expect(result.requestsPerSecond).toBeGreaterThan(0)
})
