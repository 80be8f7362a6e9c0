import { expect, it } from 'vitest'
import { type NodeSnapshot, summed } from '#server/snapshot.ts'

const node = (requests: number, count: number): NodeSnapshot =>
  ({
    counters: { requests, loads: 1 },
    sums: {
      stages: { render: { count, sumMs: count * 2, sumBytes: 10, buckets: {} } },
      stamp: { count, sumMs: 1, sumBytes: 0, buckets: {} },
      remote: { count, sumMs: 1, sumBytes: 0, buckets: {} },
      database: { count: 0, sumMs: 0, sumBytes: 0, buckets: {} },
    },
    timelines: { queueMs: 1, cacheMs: 2, loadMs: 3, renderMs: 4, sendMs: 5 },
    loop: { activeMs: 100, idleMs: 1, collections: 2, collectionMs: 3 },
  }) as unknown as NodeSnapshot

it('counters and sums of a cluster are those of its nodes together', () => {
  const { nodes, stages, remote, loop, timelines } = summed([node(3, 5), node(4, 6)])
  expect(nodes).toEqual({ requests: 7, loads: 2 })
  expect(stages.render).toEqual({ count: 11, sumMs: 22, sumBytes: 20, buckets: {} })
  expect(remote.sumMs).toBe(2)
  expect(timelines.sendMs).toBe(10)
  expect(loop).toEqual({ activeMs: 200, idleMs: 2, collections: 4, collectionMs: 6 })
})
