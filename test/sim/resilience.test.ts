/** Everything that stands between a request and a node can be asked for in a scenario, and does what it is there for. */
import { describe, expect, it } from 'vitest'
import { admitPolicies } from '#core/admit/admit.ts'
import { simulate } from '#sim/simulate.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const base = {
  gateway: { enabled: false, cacheableRatio: 0 },
  cache: { enabled: false, singleFlight: false },
  redis: { enabled: false },
  database: { connections: 100, query: { shape: 'constant', mean: '2 ms' } },
  render: { shardsMin: 1, shardsMax: 1 },
  costs: { render: { fixed: '5 ms', msPerKiB: 0, cv: 0.5 } },
}

function run(given: Record<string, unknown>, rate = '250 / s') {
  const { metrics } = simulate(
    smallScenario({
      ...base,
      workload: { arrivals: 'open', rate, pages: 40, tenants: 4, writeRatio: 0 },
      ...given,
    }),
  )
  const of = (name: string) => metrics[name]!.value
  return {
    meanMs: of('responseMs.mean'),
    p99Ms: of('responseMs.p99'),
    errors: of('errorRatio'),
    perSecond: of('throughputPerSecond'),
  }
}

/** One node that can do some 170 requests/s, before whom 250 come. */
const overload = (resilience: Record<string, unknown>) => run({ resilience })
const drowned = overload({})

describe('admission, under half as much again as can be done,', () => {
  it('is needed: without it nobody is refused and the response grows and grows', () => {
    expect(drowned.errors).toBe(0)
    expect(drowned.meanMs).toBeGreaterThan(400)
  })

  const configured: Record<string, unknown> = {
    'token-bucket': { policy: 'token-bucket', rate: '120 / s', burst: 10 },
    gcra: { policy: 'gcra', rate: '120 / s', burst: 10 },
    'limit-req': { policy: 'limit-req', rate: '120 / s', burst: 10 },
    aimd: { policy: 'aimd', timeout: '100 ms' },
    'priority-shedding': { policy: 'priority-shedding', capacity: 12 },
  }
  const byOutcome = ['admission-control', 'adaptive-throttling']
  const names = admitPolicies.map(({ name }) => name).filter((name) => name !== 'unlimited')

  it.each(names.filter((name) => !byOutcome.includes(name)))(
    'sheds with %s, and who is let in is served soon',
    (name) => {
      const { errors, meanMs, perSecond } = overload({ admit: configured[name] ?? name })
      expect(errors).toBeGreaterThan(0.1)
      expect(perSecond).toBeGreaterThan(80)
      expect(meanMs).toBeLessThan(0.6 * drowned.meanMs)
    },
  )

  it.each(byOutcome)('sheds with %s once requests fail', (name) => {
    const failing = { timeout: '60 ms', cancels: false }
    const { perSecond, errors } = overload({ ...failing, admit: name })
    expect(errors).toBeGreaterThan(0.1)
    expect(perSecond).toBeGreaterThan(1.2 * overload(failing).perSecond)
  })
})

describe('places at a node', () => {
  it('bound the response and refuse what finds no room', () => {
    const { errors, p99Ms } = overload({ nodePlaces: 4, nodeQueueMax: 10 })
    expect(errors).toBeGreaterThan(0.1)
    expect(p99Ms).toBeLessThan(200)
  })

  it('with controlled delay serve the newest soon, where a long line makes all wait', () => {
    const line = overload({ nodePlaces: 4, nodeQueueMax: 10_000 })
    const codel = overload({ nodePlaces: 4, nodeQueueMax: 10_000, nodeQueue: 'codel' })
    expect(line.errors).toBe(0)
    expect(codel.errors).toBeGreaterThan(0.1)
    expect(codel.meanMs).toBeLessThan(0.3 * line.meanMs)
  })
})

describe('with one node of three dead for a second', () => {
  const crash = { nodes: { count: 3 }, faults: { crashes: [{ node: 1, at: '1.2 s', for: '1 s' }] } }
  const plain = run(crash, '150 / s')

  it('requests fail', () => {
    expect(plain.errors).toBeGreaterThan(0.1)
  })

  it.each([
    ['retries', { retriesMax: 2, retryShare: '100 %' }, 0.2],
    [
      'circuit breakers',
      { breaks: true, breakerVolumeMin: 3, breakerReset: '300 ms', breakerWindow: '500 ms' },
      0.4,
    ],
    ['ejection', { ejects: true }, 0.7],
  ] as const)('fewer do with %s', (_, resilience, share) => {
    expect(run({ ...crash, resilience }, '150 / s').errors).toBeLessThan(share * plain.errors)
  })
})

it('hedging shortens the tail of a database that now and then takes long', () => {
  const given = {
    nodes: { count: 4 },
    database: { connections: 200, query: { shape: 'hyperexponential', mean: '10 ms', cv: 4 } },
  }
  const plain = run(given, '80 / s')
  const hedged = run({ ...given, resilience: { hedgeAfter: '40 ms', retriesMin: '100 / s' } }, '80 / s')
  expect(hedged.p99Ms).toBeLessThan(0.7 * plain.p99Ms)
})

it('a try has its own time, after which another node is asked', () => {
  const given = { nodes: { count: 2 }, faults: { stalls: [{ at: '1.2 s', for: '300 ms' }] } }
  const tried = { retriesMax: 3, retriesMin: '1000 / s', retryShare: '100 %' }
  const whole = run({ ...given, resilience: { ...tried, timeout: '200 ms' } }, '80 / s')
  const each = run({ ...given, resilience: { ...tried, tryTimeout: '200 ms' } }, '80 / s')
  expect(whole.errors).toBeGreaterThan(0.02)
  expect(each.errors).toBe(0)
})
