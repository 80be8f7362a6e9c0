import { expect, it } from 'vitest'
import { fleetMeter, type Member } from '#core/flow/fleet-reading.ts'

const member = (node: number, rest: Partial<Member> = {}): Member => ({
  node,
  isReady: true,
  processors: 1,
  startedAtMs: 0,
  ...rest,
})

it('rates are differences of two readings, over the time between them', () => {
  const meter = fleetMeter(0)
  const first = meter.read([member(0)], [{ node: 0, busyMs: 500, requests: 10, stayedMs: 100 }], 1000)
  // Metrics of the processor need two samples; requests are counted from the beginning.
  expect(first.instances[0]!.cpuMsPerSecond).toBeUndefined()
  expect(first.arrivalsPerSecond).toBe(10)
  const second = meter.read([member(0)], [{ node: 0, busyMs: 1500, requests: 40, stayedMs: 4100 }], 3000)
  expect(second.instances[0]).toEqual({
    isReady: true,
    cpuMsPerSecond: 500,
    requestMsPerSecond: 1000,
    ageMs: 3000,
  })
  expect(second.arrivalsPerSecond).toBe(15)
  expect(second.concurrency).toBe(2)
  expect(second.replicas).toBe(1)
})

it('a node that did not answer, or began anew, has no metric of its processor', () => {
  const meter = fleetMeter(0)
  const readings = [0, 1, 2].map((node) => ({ node, busyMs: 900, requests: 9, stayedMs: 0 }))
  meter.read(
    [0, 1, 2].map((node) => member(node)),
    readings,
    1000,
  )
  const { instances, arrivalsPerSecond } = meter.read(
    [member(0), member(1), member(2, { startedAtMs: 1500, isReady: false, processors: 2 })],
    [readings[0]!, { node: 2, busyMs: 100, requests: 3, stayedMs: 0 }],
    2000,
  )
  expect(instances.map(({ cpuMsPerSecond }) => cpuMsPerSecond)).toEqual([0, undefined, undefined])
  expect(instances[2]).toMatchObject({ isReady: false, ageMs: 500, requestMsPerSecond: 2000 })
  // What the new process has had came in this period.
  expect(arrivalsPerSecond).toBe(3)
})

it('without any answer nothing is known of the load', () => {
  const { concurrency, arrivalsPerSecond, replicas } = fleetMeter(0).read([member(0)], [], 1000)
  expect(concurrency).toBeNaN()
  expect(arrivalsPerSecond).toBeNaN()
  expect(replicas).toBe(1)
})
