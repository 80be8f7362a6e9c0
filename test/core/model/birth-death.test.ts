import { describe, expect, it } from 'vitest'
import { finitePopulation, finiteRoom, impatient, stationary } from '#core/model/birth-death.ts'
import { blockingProbability, meanWaitMs } from '#core/model/queueing.ts'

const load = (arrivalsPerSecond: number, servers = 1) => ({ arrivalsPerSecond, serviceMs: 1, servers })

// Worked values of test/oracle/queueing.tsv.
describe('birth and death', () => {
  it('has shares that add up to 1, also where their products overflow', () => {
    for (const most of [1, 10, 2000]) {
      const shares = stationary({ birth: () => 3, death: () => 1, most })
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
      expect(shares.at(-1)!).toBeGreaterThan(shares.at(0)!)
    }
  })

  it('loses what finds no room', () => {
    const five = finiteRoom(load(700), 5)
    expect(five.lossRatio).toBeCloseTo(0.0571439257166, 12)
    expect(five.inSystemMean).toBeCloseTo(1.5333183733, 10)
    expect(five.responseMs).toBeCloseTo(2.3232122895, 10)
    expect(five.throughputPerSecond).toBeCloseTo(659.999251998, 8)
    expect(finiteRoom(load(5000, 4), 20).lossRatio).toBeCloseTo(0.202842884002, 12)
  })

  it('without a queue is Erlang B, with much room M/M/c', () => {
    expect(finiteRoom(load(7000, 10), 10).lossRatio).toBeCloseTo(blockingProbability(7, 10), 12)
    const { waitingMean } = finiteRoom(load(2800, 4), 2000)
    expect(waitingMean / 2.8).toBeCloseTo(meanWaitMs(load(2800, 4)), 10)
  })

  it('loses the impatient', () => {
    const found = impatient(load(17_600, 16), 2)
    expect(found.lossRatio).toBeCloseTo(0.129250673185, 10)
    expect(found.waitingMean).toBeCloseTo(4.54962369611, 9)
  })

  it('serves a finite population', () => {
    const found = finitePopulation({ population: 40, thinkMs: 8, serviceMs: 1, servers: 4 })
    expect(found.throughputPerSecond).toBeCloseTo(3833.04337007, 7)
    expect(found.responseMs).toBeCloseTo(2.43557198238, 10)
  })
})
