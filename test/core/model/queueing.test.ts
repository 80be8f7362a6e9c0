import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  blockingProbability,
  meanInSystem,
  meanResponseMs,
  meanWaitMs,
  responseQuantileMs,
  type StationLoad,
  waitProbability,
  waitQuantileMs,
} from '#core/model/queueing.ts'
import { parameter, readOracle } from '#test/oracle/read-oracle.ts'

/** The tables count in mean service times; here that is one second. */
const SECOND = 1000
const load = (arrivalsPerSecond: number, servers = 1): StationLoad => ({
  arrivalsPerSecond,
  serviceMs: SECOND,
  servers,
})

const formulas: Record<string, (station: StationLoad) => number> = {
  'E[T]': (s) => meanResponseMs(s) / SECOND,
  'E[W]': (s) => meanWaitMs(s) / SECOND,
  'E[N]': (s) => meanInSystem(s),
  T_p99: (s) => responseQuantileMs(s, 0.99) / SECOND,
  'P(wait)': (s) => waitProbability(s),
  W_p99: (s) => waitQuantileMs(s, 0.99) / SECOND,
  'P(block)': (s) => blockingProbability(s.arrivalsPerSecond, s.servers),
}

/** Var[N] and P(wait > t) are checked with the other rows, in test/oracle/queueing.test.ts. */
const rows = readOracle('queueing').filter(
  ({ name, metric }) => ['M/M/1', 'M/M/c', 'M/M/c/c'].includes(name!) && formulas[metric!] !== undefined,
)

describe('queueing formulas', () => {
  for (const row of rows) {
    it(`${row.name} with ${row.parameters} has ${row.metric} = ${row.value}`, () => {
      const servers = row.parameters!.includes('c=') ? parameter(row.parameters!, 'c') : 1
      const found = formulas[row.metric!]!(load(parameter(row.parameters!, 'lambda'), servers))
      expect(Math.abs(found - Number(row.value))).toBeLessThanOrEqual(1e-10 * Math.max(1, Number(row.value)))
    })
  }

  for (const row of readOracle('policies').filter(({ name }) => name === 'lb.central_queue.mmc')) {
    it(`a central queue with ${row.parameters} has ${row.metric} ${row.expected}`, () => {
      const servers = parameter(row.parameters!, 'c')
      const station = load(parameter(row.parameters!, 'rho') * servers, servers)
      const found = row.metric === 'P(wait)' ? waitProbability(station) : meanResponseMs(station) / SECOND
      expect(found).toBeCloseTo(Number(row.expected), 6)
    })
  }

  it('M/M/c with one server is M/M/1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), (rho) => {
        expect(meanResponseMs(load(rho)) / (SECOND / (1 - rho))).toBeCloseTo(1, 9)
      }),
      { seed: 1 },
    )
  })

  it('more servers at the same utilisation wait less', () => {
    for (let servers = 1; servers < 50; servers++)
      expect(meanWaitMs(load(0.9 * servers + 0.9, servers + 1))).toBeLessThan(
        meanWaitMs(load(0.9 * servers, servers)),
      )
  })

  it('refuses a load without steady state', () => {
    expect(() => meanWaitMs(load(1))).toThrow('a utilisation below 1 has a steady state, found 1')
    expect(() => responseQuantileMs(load(1, 2), 0.5)).toThrow('one server')
  })
})
