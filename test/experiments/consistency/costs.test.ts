import { expect, it } from 'vitest'
import { costsOf, staleAges } from '#experiments/consistency/costs.ts'
import type { Operation } from '#experiments/consistency/history.ts'

const write = (value: number, committed: number): Operation => ({
  process: 0,
  key: 0,
  kind: 'write',
  value,
  start: committed - 1,
  committed,
  end: committed + 1,
  status: 'ok',
})
const read = (value: number, end: number): Operation => ({
  process: 1,
  key: 0,
  kind: 'read',
  value,
  start: end - 1,
  end,
  status: 'ok',
})
const history = [write(2, 10), write(3, 30), read(1, 5), read(1, 14), read(1, 40), read(3, 41), read(2, 25)]

it('the age of a stale read counts from the commit of its first successor', () => {
  expect(staleAges(history)).toEqual([4, 30])
})

it('counts operations a read and messages a write', () => {
  const snapshot = { nodes: { invalidationsReceived: 6, writes: 2 }, remote: { count: 10 } } as never
  expect(costsOf(snapshot, history)).toMatchObject({
    reads: 5,
    writes: 2,
    redisOperationsPerRead: 2,
    messagesPerWrite: 2,
    staleReadRatio: 0.4,
    staleAgeMsMax: 30,
  })
  expect(costsOf(snapshot, [])).toMatchObject({ staleReadRatio: 0, staleAgeMsP99: 0 })
})
