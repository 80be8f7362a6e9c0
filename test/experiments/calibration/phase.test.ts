import { expect, it } from 'vitest'
import { addTime, timeSum } from '#core/collections/time-sum.ts'
import { nodeStages, phaseOf } from '#experiments/calibration/phase.ts'
import type { LiveRun } from '#experiments/live/live-run.ts'

const times = (count: number) => {
  const sum = timeSum()
  for (let index = 0; index < count; index++) addTime(sum, 2)
  return sum
}
const snapshot = (scale: number) => ({
  nodes: { requests: 50 * scale, writes: 2 * scale },
  cpuMs: { gateway: scale, nodes: 100 * scale, store: 3 * scale, database: 4 * scale },
  stages: Object.fromEntries(nodeStages.map((stage) => [stage, times(scale)])),
  stamp: times(4 * scale),
  remote: times(10 * scale),
  database: times(5 * scale),
  loop: {
    ...{ activeMs: 100 * scale, idleMs: 300 * scale, cpuMs: 80 * scale },
    ...{ collections: scale, collectionMs: 4 * scale },
  },
})

it('a phase is what happened between two snapshots', () => {
  const run = {
    before: snapshot(1),
    after: snapshot(3),
    loaded: { throughputPerSecond: 60, latenessMsMean: 0.5 },
    elapsedMs: 2000,
    generatorCpuMs: 40,
    otherPrograms: 0.01,
  } as unknown as LiveRun
  const phase = phaseOf(run, 0.5, 2)
  expect(phase.requestsAtNodes).toBe(104)
  expect(phase.counts).toEqual({
    ...{
      gateway: 120,
      forward: 104,
      threads: 104,
      replyStamp: 8,
      replyBody: 20,
      replyRow: 10,
      remote: 28,
      query: 10,
    },
    ...{ client: 120, clientAfter: 120 },
  })
  expect(phase.cpuMs).toEqual({ gateway: 2, nodes: 200, store: 6, database: 8, generator: 40 })
  expect(phase.loopCpuMs).toBe(160)
  expect(phase.stages.render).toMatchObject({ count: 2, sumMs: 4 })
  expect(phase.loopActiveRatio).toBe(0.25)
  expect(phase.collectionRatio).toBe(0.01)
  expect(phase.machineRatio).toBe(256 / 4000)
})
