import { type Random, stream } from '#core/random.ts'
import type { CacheConfig } from '#core/scenario/cache-schema.ts'
import type { FaultsConfig } from '#core/scenario/fault-schema.ts'
import type { Distribution, PolicyChoice, WebScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import type { Ms } from '#core/units.ts'

const base = (() => {
  const { scenario, problems } = parseScenario({
    model: 'web',
    name: 'fuzz',
    duration: '1 s',
    warmUp: '0 s',
    workload: { arrivals: 'closed', users: 4 },
    gateway: { enabled: false },
    client: { roundTrip: { shape: 'constant', mean: '0.2 ms' } },
    render: { shardsMin: 1, shardsMax: 1 },
  })
  if (scenario?.model !== 'web') throw new Error(JSON.stringify(problems))
  return scenario
})()

export const protocols = [
  'ttl-only',
  'version-check',
  'pub-sub',
  'hybrid',
  'lease',
  'write-through',
  'client-tracking',
] as const

/** A small system under a busy workload with writes, with what goes wrong in it: all from one number. */
export function drawScenario(seed: number, policy?: string): WebScenario {
  const random = stream(seed, 'fuzz')
  const between = (low: number, high: number) => low + (high - low) * random()
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1))
  const isChosen = (share: number) => random() < share
  const drawn = protocols[whole(0, protocols.length - 1)]!
  const durationMs = between(200, 700)
  const nodes = whole(2, 4)
  const meanMs = between(0.2, 3)
  const pages = whole(1, 3)
  return {
    ...base,
    name: `fuzz ${seed}`,
    seed,
    durationMs,
    workload: {
      ...base.workload,
      users: whole(3, 10),
      thinkTime: exponential(between(2, 20)),
      pages,
      tenants: whole(1, 2),
      zipfExponent: 0.5,
      writeRatio: between(0.03, 0.4),
      strongRatio: isChosen(0.7) ? 1 : 0.5,
    },
    nodes: { ...base.nodes, count: nodes },
    cache: {
      ...base.cache,
      l1CapacityCount: whole(1, 4),
      l2CapacityCount: whole(1, 4),
      expiry: { policy: 'fixed-ttl', ttl: between(20, 300) },
      singleFlight: isChosen(0.7),
      ...drawCache(seed),
    },
    invalidation: withParameters(policy ?? drawn, random),
    redis: {
      ...base.redis,
      capacityBytes: isChosen(0.15) ? 100_000 : base.redis.capacityBytes,
      ttlMs: between(60, 400),
      // Uniform, so that a message has a longest delay.
      roundTrip: { ...exponential(meanMs), shape: 'uniform', lowMs: 0.05, highMs: 2 * meanMs - 0.05 },
    },
    database: {
      ...base.database,
      connections: whole(2, 8),
      query: { ...exponential(between(0.5, 6)), shape: 'lognormal', cv: between(0.5, 2.5) },
      write: { ...exponential(between(0.5, 6)), shape: 'lognormal', cv: between(0.5, 2.5) },
    },
    render: { ...base.render, csrAboveUtilisation: isChosen(0.15) ? 0.2 : 1 },
    faults: isChosen(0.35) ? base.faults : drawFaults(random, durationMs, nodes),
  }
}

/**
 * What a node does beyond reading through, half of the time. Writing behind is left out: it acknowledges writes that have no version yet
 * and may lose them, so none of the claims about acknowledged writes is its promise (test/core/flow/flush-writes.test.ts has what is).
 */
function drawCache(seed: number): Partial<CacheConfig> {
  const random = stream(seed, 'fuzz.cache')
  const one = <T>(members: readonly T[]): T => members[Math.floor(members.length * random())]!
  if (random() < 0.5) return {}
  const ttl = 20 + 280 * random()
  return {
    expiry: one<PolicyChoice>([
      { policy: 'fixed-ttl', ttl },
      { policy: 'sliding', ttl, lifetimeMax: 3 * ttl },
      { policy: 'stale-while-revalidate', ttl, staleFor: ttl },
      { policy: 'stale-if-error', ttl, staleFor: ttl },
      { policy: 'xfetch', ttl, beta: 20 * random() },
    ]),
    admission: one<PolicyChoice>([{ policy: 'always' }, { policy: 'tiny-lfu' }]),
    inclusion: one(['independent', 'inclusive', 'exclusive']),
    writes: one(['through', 'around']),
    prefetch: one<PolicyChoice>([{ policy: 'none' }, { policy: 'markov' }]),
    prefetchAccuracyMin: 0,
    writeWeights: { isEnabled: random() < 0.3, ratePerSecond: 20, burstCount: 2, periodMs: 50 },
    ...(random() < 0.3 && sharedAmongTwo),
  }
}

/** Room for a part of each tenant. */
const sharedAmongTwo: Partial<CacheConfig> = {
  l1CapacityCount: 3,
  l2CapacityCount: 4,
  share: { ...base.cache.share, isEnabled: true, periodMs: 50 },
}

const exponential = (meanMs: Ms): Distribution => ({ shape: 'exponential', meanMs, cv: 1 })

function withParameters(policy: string, random: Random): PolicyChoice {
  const chance = random()
  const length = random()
  switch (policy) {
    case 'hybrid':
      return { policy, audit: 5 + 60 * length }
    case 'lease':
      return { policy, hold: 5 + 100 * length, wait: 3, tries: 10, staleHold: chance < 0.5 }
    case 'client-tracking':
      return { policy, mode: chance < 0.5 ? 'default' : 'broadcast' }
    default:
      return { policy }
  }
}

function drawFaults(random: Random, durationMs: Ms, nodes: number): FaultsConfig {
  const maybe = (share: number) => random() < share
  const several = <T>(share: number, make: () => T): T[] =>
    maybe(share) ? Array.from({ length: 1 + Math.floor(2 * random()) }, make) : []
  const window = () => ({ atMs: durationMs * 0.8 * random(), forMs: 1 + durationMs * 0.2 * random() })
  const atNode = () => ({ node: Math.floor(nodes * random()), ...window() })
  const share = (given: number) => (maybe(given) ? 0.4 * random() : 0)
  return {
    messages: {
      lostRatio: share(0.3),
      duplicatedRatio: share(0.3),
      lateRatio: share(0.5),
      lateMsMax: 5 + 60 * random(),
    },
    crashes: several(0.3, atNode),
    partitions: several(0.25, atNode),
    failOvers: several(0.2, () => ({ ...window(), forMs: 20 * random(), losesMs: 60 * random() })),
    memoryFull: several(0.15, window),
    stalls: several(0.2, () => ({ ...window(), forMs: 1 + 60 * random() })),
    // Drawn last, so that the faults above are those that a seed has always had.
    pauses: several(0.2, () => ({ ...atNode(), forMs: 1 + 60 * random() })),
    disconnects: several(0.2, () => ({ ...window(), forMs: 1 + 30 * random() })),
    clockSkews: several(0.25, () => ({
      node: Math.floor(nodes * random()),
      atMs: maybe(0.5) ? 0 : durationMs * random(),
      offsetMs: 400 * (random() - 0.5),
      driftRatio: maybe(0.5) ? 0.4 * (random() - 0.5) : 0,
    })),
  }
}
