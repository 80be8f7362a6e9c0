import { describe, expect, it } from 'vitest'
import { perConnection } from '#core/balance/per-connection.ts'
import { makeBalance, request } from './make-balance.ts'

const layer4 = (policy: string, nodes: number, o = {}) =>
  perConnection(makeBalance({ policy }, nodes).balance, o)

describe('a balance of connections', () => {
  it('keeps all requests of a connection at one node', () => {
    const balance = layer4('round-robin', 3)
    const first = balance.pick(request('', 0, 7))
    const second = balance.pick(request('', 0, 8))
    expect(second).not.toBe(first)
    for (let id = 0; id < 5; id++) expect(balance.pick(request('', 0, 7))).toBe(first)
  })

  it('counts connections, not requests: busy ones look like quiet ones', () => {
    const balance = layer4('least-outstanding', 2)
    const first = balance.pick(request('', 0, 1))
    balance.finished(first)
    expect(balance.pick(request('', 0, 2))).not.toBe(first)
    balance.closed(1)
    expect(balance.pick(request('', 0, 3))).toBe(first)
  })

  it('opens a new connection after the most requests, and when the node is not healthy', () => {
    const balance = layer4('round-robin', 2, { requestsMax: 2 })
    const nodes = Array.from({ length: 6 }, () => balance.pick(request('', 0, 1)))
    expect(nodes).toEqual([nodes[0], nodes[0], nodes[2], nodes[2], nodes[4], nodes[4]])
    expect(nodes[2]).not.toBe(nodes[0])
    balance.setHealthy(0, false)
    expect([1, 2, 3].map((client) => balance.pick(request('', 0, client)))).toEqual([1, 1, 1])
    balance.setHealthy(0, true)
  })

  it('gives a request without client a connection of its own', () => {
    const balance = layer4('round-robin', 2)
    expect(balance.pick()).not.toBe(balance.pick())
    balance.closed(99)
  })
})
