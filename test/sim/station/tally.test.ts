import { describe, expect, it } from 'vitest'
import { asNetwork } from '#core/scenario/as-network.ts'
import { Customer } from '#sim/station/customer.ts'
import { Tally } from '#sim/station/tally.ts'
import { queueing } from './run-queueing.ts'

const scenario = asNetwork(
  queueing({
    duration: '3 s',
    warmUp: '1 s',
    room: 9,
    service: { mean: '1 ms' },
    classes: [{ rate: '1 / s', name: 'quick' }, { rate: '1 / s' }],
    observe: { waits: ['1 ms'], sizes: ['4 ms'] },
  }),
)

function customer(
  classIndex: number,
  { born, wait, size }: { born: number; wait: number; size: number },
): Customer {
  const one = new Customer(classIndex, 0)
  one.bornMs = born
  one.waitMs = wait
  one.sizeMs = size
  return one
}

describe('the tally of a run', () => {
  const tally = new Tally(scenario)
  tally.completed(customer(0, { born: 990, wait: 0, size: 4 }), 999)
  tally.completed(customer(0, { born: 998, wait: 0, size: 4 }), 1002)
  tally.completed(customer(1, { born: 2000, wait: 3, size: 2 }), 2005)
  tally.completed(customer(1, { born: 2000, wait: 1e-10, size: 3 }), 2003)
  for (const now of [500, 1500, 1600, 1700, 1800]) tally.came(now)
  tally.foundNoRoom(900)
  tally.foundNoRoom(1500)
  const metrics = Object.fromEntries(
    Object.entries(tally.metrics()).map(([name, { value }]) => [name, value]),
  )

  it('counts who left after the warm-up', () => {
    expect(metrics['responseMs.mean']).toBeCloseTo(4, 12)
    expect(metrics['responseMs.variance']).toBeCloseTo(2 / 3, 12)
    expect(metrics['waitMs.mean']).toBeCloseTo(1, 9)
    expect(metrics.throughputPerSecond).toBeCloseTo(1.5, 12)
    const [throughput, responseMean] = tally.series()
    expect(throughput!.values).toEqual([1, 1, 2])
    expect(responseMean!.values).toEqual([9, 4, 4])
  })

  it('tells the share that misses the objective where there is one', () => {
    expect(metrics.sloMissRatio).toBeUndefined()
    const other = new Tally({ ...scenario, sloMs: 4.5 })
    other.completed(customer(0, { born: 1000, wait: 0, size: 4 }), 1004)
    other.completed(customer(0, { born: 1000, wait: 0, size: 4 }), 1005)
    expect(other.metrics().sloMissRatio).toEqual({ value: 0.5, unit: 'ratio' })
  })

  it('knows no wait that is a rounding', () => {
    expect(metrics.waitRatio).toBeCloseTo(1 / 3, 12)
    expect(metrics['waitRatio.over.1ms']).toBeCloseTo(1 / 3, 12)
  })

  it('tells sizes, classes and losses apart', () => {
    expect(metrics['responseMs.size.4ms']).toBe(4)
    expect(metrics['class.quick.responseMs.mean']).toBe(4)
    expect(metrics['class.2.waitMs.mean']).toBeCloseTo(1.5, 9)
    expect(metrics.lossRatio).toBeCloseTo(1 / 4, 12)
    expect(metrics.abandonRatio).toBeUndefined()
  })
})
