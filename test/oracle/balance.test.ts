import { describe, expect, it } from 'vitest'
import { crc32, crc32OfWord } from '#core/balance/crc32.ts'
import { slotShares, slotsOf, totalSlots } from '#core/balance/haproxy-bounded-load.ts'
import { KetamaRing } from '#core/balance/ketama-ring.ts'
import { placesOf } from '#core/balance/maglev.ts'
import { maglevTable } from '#core/balance/maglev-table.ts'
import { attemptHash } from '#core/balance/nginx-hash.ts'
import { nodeNames } from '#core/balance/node-names.ts'
import { PeakEstimate } from '#core/balance/peak-estimate.ts'
import { perConnection } from '#core/balance/per-connection.ts'
import { probeReuses } from '#core/balance/prequal.ts'
import { ProbePool } from '#core/balance/probe-pool.ts'
import { SmoothTurn } from '#core/balance/smooth-turn.ts'
import { weightOwner } from '#core/balance/weight-owner.ts'
import { requestWeight } from '#core/balance/weighted-least-request.ts'
import { crc16, hashSlot } from '#core/cache/remote/hash-slot.ts'
import { makeBalance, request, tally } from '../core/balance/make-balance.ts'
import { meanResponse } from './balance-queue.ts'
import { parameter, readOracle } from './read-oracle.ts'

/** Every row of balance.tsv. Simulated ones have fixed seeds, so they are as exact every time. */
type Row = Record<string, string>

const number = (row: Row, name: string) => parameter(row.parameters!, name)
const list = (text: string) => text.split(',').map(Number)
const letters = (nodes: number[]) => nodes.map((node) => 'abc'[node]).join('')
const json = (text: string) => JSON.parse(text) as unknown
const weightsIn = (text: string) => json(/\[.*?\]/.exec(text)![0]) as number[]
const variation = (loads: readonly number[]) => {
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length
  return Math.sqrt(loads.reduce((sum, load) => sum + (load - mean) ** 2, 0) / loads.length) / mean
}

/** Jobs that resolve 1 % at this load. */
const jobsAt = (rho: number) => (rho <= 0.5 ? 1_500_000 : rho <= 0.8 ? 2_000_000 : 3_000_000)

function simulated(policy: string, name: string) {
  return (row: Row) => {
    const [rho, servers] = [number(row, 'rho'), number(row, name)]
    const found = meanResponse({ balance: { policy }, servers, rho, jobs: jobsAt(rho) })
    expect(Math.abs(found / Number(row.expected) - 1)).toBeLessThan(0.01)
  }
}

function meanField(row: Row) {
  const [choices, rho] = [number(row, 'd'), number(row, 'rho')]
  // One choice is as many single queues: fewer of them run longer.
  const servers = choices === 1 ? 100 : 500
  const balance = { policy: 'two-choices', choices }
  const found = meanResponse({
    balance,
    servers,
    rho,
    jobs: rho > 0.98 || choices === 1 ? 2_000_000 : 700_000,
  })
  expect(Math.abs(found / Number(row.expected) - 1)).toBeLessThan(0.03)
}

function peakOf(row: Row): number {
  if (row.name === 'lb.peak_ewma.penalty') return new PeakEstimate(10_000, 0).load(2, 0)
  const estimate = new PeakEstimate(10_000, 0)
  if (row.name === 'lb.peak_ewma.peak') {
    estimate.observe(20, 0)
    estimate.observe(100, 5000)
    return estimate.ms
  }
  estimate.observe(100, 0)
  if (row.name === 'lb.peak_ewma.idle') return estimate.load(3, 10_000)
  estimate.observe(20, 5000)
  return estimate.ms
}

function weightsOfSlots(text: string): number[] {
  const repeated = /eweights=(\d+)x(\d+)/.exec(text)
  if (repeated !== null) return new Array<number>(Number(repeated[2])).fill(Number(repeated[1]) / 16)
  return list(/eweights=([\d,]+)/.exec(text)![1]!).map((weight) => weight / 16)
}

const tableOf = (backends: readonly number[]) => {
  const names = nodeNames({ nodes: 1 + Math.max(...backends) })
  const table = maglevTable(
    65_537,
    backends.map((backend) => placesOf(names[backend]!, 65_537)),
  )
  return table.map((place) => backends[place]!)
}

/** Places that change their owner although it is still there, when one goes: the mean over the first five. */
function disruption(nodes: number): number {
  const all = Array.from({ length: nodes }, (_, node) => node)
  const before = tableOf(all)
  const removals = all.slice(0, 5)
  const moved = removals.map((gone) => {
    const after = tableOf(all.filter((node) => node !== gone))
    return before.filter((owner, place) => owner !== gone && owner !== after[place]).length
  })
  return moved.reduce((sum, count) => sum + count, 0) / removals.length / 65_537
}

const ringOf = (nodes: number) => new KetamaRing(nodeNames({ nodes }), new Float64Array(nodes).fill(1))
const ownersOf = (nodes: number) => {
  const ring = ringOf(nodes)
  return Array.from({ length: 100_000 }, (_, key) => ring.nodes[ring.find(crc32(`key${key}`))]!)
}

function poolOf(text: string): ProbePool {
  const pool = new ProbePool({ size: 16, ageMs: 1000 })
  for (const [, name, inFlight, latency] of text.matchAll(/([ABC])\((\d+),(\d+)ms\)/g))
    pool.add({
      node: 'ABC'.indexOf(name!),
      inFlight: Number(inFlight),
      latencyMs: Number(latency),
      uses: 1,
      atMs: 0,
    })
  return pool
}

function pinned(row: Row): number {
  const [connections, nodes] = [number(row, 'C'), number(row, 'n')]
  const draws = Array.from({ length: 2_000 }, (_, seed) => {
    const balance = perConnection(makeBalance({ policy: 'random' }, nodes, { seed }).balance)
    return variation(
      tally(
        Array.from({ length: connections }, (_, client) => balance.pick(request('', 0, client))),
        nodes,
      ),
    )
  })
  return Math.sqrt(draws.reduce((sum, one) => sum + one * one, 0) / draws.length)
}

/** Share of requests, one of each resolver, that go to each node at a time of the clock. */
function dnsShares(resolvers: number, nodes: number, given: { seed?: number; goneAtMs?: number } = {}) {
  const policy = { policy: 'dns', resolvers, ttlMs: 60_000 }
  const made = makeBalance(policy, nodes, { seed: given.seed ?? 1 })
  const shares = (nowMs: number) => {
    made.clock.now = nowMs
    const picks = Array.from({ length: resolvers * 3 }, (_, client) =>
      made.balance.pick(request('', 0, client)),
    )
    return tally(picks, nodes).map((count) => count / picks.length)
  }
  return { made, shares }
}

function deadServer(row: Row): void {
  const [atFifteen, integral] = row.expected!.split('|').map(Number) as [number, number]
  const { made, shares } = dnsShares(20_000, 4)
  made.balance.setHealthy(1, false)
  const each = Array.from({ length: 60 }, (_, second) => shares(second * 1000 + 500)[1]!)
  expect(Math.abs((each[14]! + each[15]!) / 2 / atFifteen - 1)).toBeLessThan(0.02)
  expect(Math.abs(each.reduce((sum, share) => sum + share, 0) / integral - 1)).toBeLessThan(0.02)
  expect(shares(60_000)[1]).toBe(0)
}

/** One client of each resolver. */
function resolverClients(resolvers: number): number[] {
  const clients = new Map<number, number>()
  for (let client = 0; clients.size < resolvers; client++) {
    const resolver = crc32OfWord(client) % resolvers
    if (!clients.has(resolver)) clients.set(resolver, client)
  }
  return [...clients.values()]
}

const checks: Record<string, (row: Row) => void> = {
  'lb.smooth_wrr': (row) => {
    const weights = list(row.parameters!.replace('weights=', ''))
    const { picks } = makeBalance({ policy: 'smooth-weighted', weights }, weights.length)
    expect(letters(picks(row.expected!.length))).toBe(row.expected)
  },
  'lb.smooth_wrr.failure': (row) => {
    const turn = new SmoothTurn(Float64Array.of(10, 1))
    turn.failed(0, 2)
    expect(turn.effective[0]).toBe(Number(row.expected))
  },
  'lb.smooth_wrr.recovery': (row) => {
    const turn = new SmoothTurn(Float64Array.of(10, 1))
    turn.failed(0, 2)
    let rounds = 0
    for (; turn.effective[0]! < 10; rounds++) turn.next(() => true)
    expect(rounds).toBe(Number(row.expected))
  },
  'lb.power_of_d.meanfield': meanField,
  'lb.jsq.two_servers': simulated('join-shortest-queue', 'n'),
  'lb.p2c_with_replacement.two_servers': simulated('two-choices-with-replacement', 'n'),
  'lb.p2c_with_replacement.miss': (row) => {
    const { balance } = makeBalance({ policy: 'two-choices-with-replacement' }, 2)
    // Node 0 or 1 gets one request that stays: it is the busier one from then on.
    const busier = balance.pick()
    let misses = 0
    for (let id = 0; id < 100_000; id++) {
      const node = balance.pick()
      if (node === busier) misses++
      balance.finished(node)
    }
    expect(misses / 100_000).toBeCloseTo(Number(row.expected), 2)
  },
  'lb.round_robin.poisson': simulated('round-robin', 'n'),
  'lb.random.two_servers': (row) => {
    const found = meanResponse({ balance: { policy: 'random' }, servers: 2, rho: 0.8, jobs: 2_000_000 })
    expect(Math.abs(found / Number(row.expected) - 1)).toBeLessThan(0.02)
  },
  'lb.peak_ewma.decay': (row) => expect(peakOf(row)).toBeCloseTo(Number(row.expected), 6),
  'lb.peak_ewma.peak': (row) => expect(peakOf(row)).toBe(Number(row.expected)),
  'lb.peak_ewma.idle': (row) => expect(peakOf(row)).toBeCloseTo(Number(row.expected), 6),
  'lb.peak_ewma.penalty': (row) => expect(peakOf(row)).toBe(Number(row.expected)),
  'lb.envoy.weighted_least_request': (row) => {
    const weight = { weight: number(row, 'weight'), active: number(row, 'active'), bias: number(row, 'bias') }
    expect(requestWeight(weight)).toBeCloseTo(Number(row.expected), 9)
  },
  'lb.bounded_load.haproxy_slots': (row) => {
    const weights = Float64Array.from(weightsOfSlots(row.parameters!))
    const slots = totalSlots(number(row, 'served'), number(row, 'factor'))
    const shares = slotShares(weights, [...weights.keys()])
    const [total, each] = row.expected!.split('|')
    expect(slots).toBe(Number(total))
    expect([...weights.keys()].map((node) => slotsOf(shares, node, slots))).toEqual(json(each!))
  },
  'lb.bounded_load.cap': (row) => {
    const { balance } = makeBalance({ policy: 'bounded-load', loadFactor: 1.25 }, 10)
    const picks = Array.from({ length: 100 }, () => balance.pick(request('hot')))
    expect(Math.max(...tally(picks, 10))).toBe(Number(row.expected))
  },
  'lb.maglev.small': (row) => {
    const backends = [
      { offset: 3, skip: 4, id: 0 },
      { offset: 0, skip: 2, id: 1 },
      { offset: 3, skip: 1, id: 2 },
    ].filter(({ id }) => !row.parameters!.includes('removed') || id !== 1)
    expect([...maglevTable(7, backends)].map((index) => backends[index]!.id)).toEqual(json(row.expected!))
  },
  'lb.maglev.balance': (row) => {
    const nodes = number(row, 'n')
    const counts = new Array<number>(nodes).fill(0)
    for (const owner of tableOf([...counts.keys()])) counts[owner]!++
    expect(`${Math.min(...counts)}|${Math.max(...counts)}`).toBe(row.expected)
  },
  'lb.maglev.disruption': (row) => {
    expect(Math.abs(disruption(number(row, 'n')) / Number(row.expected) - 1)).toBeLessThan(0.5)
  },
  'lb.redis_slot': (row) => {
    if (row.parameters!.startsWith('bytes')) expect(`0x${crc16('123456789').toString(16)}`).toBe(row.expected)
    else expect(hashSlot(/key='(.*)' \(/.exec(row.parameters!)![1]!)).toBe(Number(row.expected))
  },
  'lb.nginx_hash': (row) => {
    const key = /key=([^,]+),/.exec(row.parameters!)![1]!
    const owner = weightOwner(Float64Array.from(weightsIn(row.parameters!)))
    let sum = 0
    const tries = [0, 1, 2, 3].map((attempt) => {
      sum += attemptHash(key, attempt)
      return owner(sum)
    })
    expect(tries).toEqual(json(row.expected!))
  },
  'lb.nginx_ketama': (row) => {
    const { hashes, nodes } = ringOf(3)
    if (row.metric === 'ring points') expect(hashes.length).toBe(Number(row.expected))
    else if (row.metric!.startsWith('first'))
      expect([0, 1, 2].map((point) => [hashes[point], nodes[point]])).toEqual(json(row.expected!))
    else {
      const { balance } = makeBalance({ policy: 'ketama' }, 3)
      expect(balance.pick(request(/key=(.*)$/.exec(row.parameters!)![1]!))).toBe(Number(row.expected))
    }
  },
  'lb.nginx_ketama.spread': (row) => expect(tally(ownersOf(3), 3)).toEqual(json(row.expected!)),
  'lb.nginx_ketama.add': (row) => {
    const before = ownersOf(3)
    const moved = ownersOf(4).filter((owner, key) => owner !== before[key])
    expect(`${moved.length}|${moved.filter((owner) => owner !== 3).length}`).toBe(row.expected)
  },
  'lb.l4.connection_imbalance': (row) =>
    expect(Math.abs(pinned(row) / Number(row.expected) - 1)).toBeLessThan(0.05),
  'lb.dns.resolver_imbalance': (row) => {
    const [resolvers, nodes] = [number(row, 'K'), number(row, 'n')]
    const draws = Array.from({ length: 2_000 }, (_, seed) => {
      const choice = { policy: 'dns', order: 'shuffled', resolvers }
      const { balance } = makeBalance(choice, nodes, { seed })
      return variation(
        tally(
          resolverClients(resolvers).map((client) => balance.pick(request('', 0, client))),
          nodes,
        ),
      )
    })
    const found = Math.sqrt(draws.reduce((sum, one) => sum + one * one, 0) / draws.length)
    expect(Math.abs(found / Number(row.expected) - 1)).toBeLessThan(0.05)
  },
  'lb.dns.dead_server': deadServer,
  'lb.prequal.reuse': (row) => {
    const o = { poolSize: 16, nodes: 100, probesPerRequest: 3, removedPerRequest: 1, delta: 1 }
    expect(probeReuses(o)).toBeCloseTo(Number(row.expected), 6)
  },
  'lb.prequal.hcl': (row) => {
    const chosen = poolOf(row.parameters!).choose(9)
    expect('ABC'[chosen!]).toBe(row.expected![0])
  },
}

describe('load balancing', () => {
  const rows = readOracle('balance')

  it('has a check for every row', () => {
    expect(rows.filter(({ name }) => checks[name!] === undefined)).toEqual([])
    expect(rows.length).toBeGreaterThan(70)
  })

  for (const row of rows)
    it(`${row.name} with ${row.parameters} has ${row.metric} ${row.expected}`, () => checks[row.name!]!(row))
})
