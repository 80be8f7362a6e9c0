import { describe, expect, it } from 'vitest'
import { addTime, timeSum } from '#core/collections/time-sum.ts'
import { costGroups } from '#core/flow/effect.ts'
import { fitCosts } from '#experiments/calibration/fit.ts'
import { smallPhase, unseen } from './small-calibration.ts'

const fit = fitCosts([smallPhase(1), smallPhase(2, 0.8)], unseen)

describe('costs from measurements', () => {
  it('of each part are its processor time for each time it worked', () => {
    const { gateway, forward, remote, query, client } = fit.partCosts
    expect([gateway, forward, remote, query, client].map((ms) => Number(ms.toFixed(9)))).toEqual([
      0.1, 0.1, 0.05, 0.2, 0.4,
    ])
  })

  it('of the node beyond its stages go to operations by their round trips, and thrice a mean one to HTTP', () => {
    const { replyStamp, replyBody, replyRow } = fit.partCosts
    // 0.9 ms of 2.4 ms of round trips and 1.2 for HTTP.
    for (const [ms, wanted] of [
      [replyStamp, 0.05],
      [replyBody, 0.1],
      [replyRow, 0.15],
    ] as const)
      expect(ms).toBeCloseTo(wanted, 4)
    expect(fit.costs.accept!.fixedMs).toBeCloseTo(0.15, 4)
    expect(fit.costs.respond!.fixedMs).toBeCloseTo(0.15, 4)
  })

  it('of a stage are its mean, with the factors as measured', () => {
    const { fixedMs, factors, samples, shape } = fit.costs.render!
    expect(fixedMs).toBeCloseTo(0.5, 12)
    expect(samples).toBe(200)
    expect(shape).toBe('measured')
    expect(Math.min(...factors)).toBeCloseTo(0.5, 1)
    expect(Math.max(...factors)).toBeCloseTo(1.5, 1)
    expect(factors.reduce((sum, one) => sum + one, 0) / factors.length).toBeCloseTo(1, 9)
  })

  it('of the client before the answer are what an answer of the gateway leaves room for', () => {
    const slow = { ...smallPhase(1), gatewayAnswerMs: { count: 100, mean: 0.4, cv: 0, quantiles: [0.4] } }
    const { client, clientAfter } = fitCosts([slow], unseen).partCosts
    expect(client).toBeCloseTo(0.8 * 0.4 - 0.1, 9)
    expect(client + clientAfter).toBeCloseTo(0.4, 9)
  })

  it('leave out answers of the gateway that waited for others', () => {
    const quantiles = [...Array(99).fill(1), 500]
    const waited = { ...smallPhase(1), gatewayAnswerMs: { count: 100, mean: 6, cv: 8, quantiles } }
    expect(fitCosts([waited], unseen).delays.client.meanMs).toBeCloseTo(0.5, 9)
  })

  it('of threads beside the loops are what the loops do not take', () =>
    expect(fit.partCosts.threads).toBeCloseTo(0.3, 4))

  it('follow the load as processor time was measured, each part for itself', () => {
    expect(fit.costsAtRate.map(({ ratePerSecond }) => ratePerSecond)).toEqual([200, 400])
    for (const part of costGroups) {
      expect(fit.costsAtRate[0]![part], part).toBeCloseTo(1, 3)
      expect(fit.costsAtRate[1]![part], part).toBeCloseTo(0.8, 3)
    }
  })

  it('that are not before the answer are paid by threads, so that no processor time is lost', () => {
    const { partCosts, costsAtRate } = fitCosts([smallPhase(1)], { ...unseen, pathRatios: [0.5] })
    const [{ nodes, threads, store, client }] = costsAtRate as [(typeof costsAtRate)[0]]
    expect([nodes, store, client]).toEqual([expect.closeTo(0.5, 3), expect.closeTo(0.5, 3), 1])
    expect(1.9 * nodes + partCosts.threads * threads).toBeCloseTo(2.2, 3)
  })

  it('know of delays only what is said, in the measured shape', () => {
    expect(fit.delays.remote.meanMs).toBe(0.25)
    expect(fit.delays.client.meanMs).toBeCloseTo(0.5, 9)
    expect(fit.delays.client.values).toEqual([expect.closeTo(0.4, 9), expect.closeTo(0.6, 9)])
  })

  it('take a lognormal distribution where nothing speaks against it', () => {
    const render = timeSum()
    for (let index = 0; index < 4000; index++) {
      const u = (index + 0.5) / 4000
      // Logistic approximation of the normal quantile: close enough to be lognormal for 200 points.
      addTime(render, Math.exp(0.5 * (4.91 * (u ** 0.14 - (1 - u) ** 0.14))))
    }
    const phase = smallPhase(1)
    const { costs } = fitCosts([{ ...phase, stages: { ...phase.stages, render } }], unseen)
    expect(costs.render).toMatchObject({ shape: 'lognormal', factors: [] })
    expect(costs.render!.cv).toBeGreaterThan(0.4)
  })
})
