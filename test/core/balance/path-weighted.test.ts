import { describe, expect, it } from 'vitest'
import { makeBalance, request, tally } from './make-balance.ts'

const spread = (parameters: Record<string, number>, key: (id: number) => string, slow = -1) => {
  const { balance } = makeBalance({ policy: 'path-weighted', choices: 4, ...parameters }, 4)
  const picked = Array.from({ length: 4_000 }, (_, id) => {
    const node = balance.pick(request(key(id), 1))
    balance.finished(node, { ms: node === slow ? 90 : 10, isFailed: false })
    return node
  })
  return tally(picked, 4)
}

describe('path weighted', () => {
  it('weighs the region, by geotag alone only nodes of it', () => {
    const counts = spread({ geotag: 1, latency: 0, entropy: 0 }, () => 'a')
    expect([counts[0], counts[2]]).toEqual([0, 0])
  })

  it('weighs latency: nine times slower, nine times fewer', () => {
    const counts = spread({ geotag: 0, latency: 1, entropy: 0 }, () => 'a', 2)
    expect(counts[2]! / counts[0]!).toBeCloseTo(1 / 9, 1)
  })

  it('weighs entropy: many paths make a node unattractive', () => {
    const { balance } = makeBalance({ policy: 'path-weighted', geotag: 0, latency: 0, choices: 2 }, 2)
    balance.setHealthy(1, false)
    for (let id = 0; id < 500; id++) balance.pick(request(`/page/${id}`))
    balance.setHealthy(1, true)
    const counts = tally(
      Array.from({ length: 100 }, () => balance.pick(request('/same'))),
      2,
    )
    expect(counts[1]).toBeGreaterThan(90)
  })

  it('is random when nothing weighs', () => {
    expect(Math.min(...spread({ geotag: 0, latency: 0, entropy: 1 }, () => 'a'))).toBeGreaterThan(800)
  })
})
