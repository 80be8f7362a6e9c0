import { describe, expect, it } from 'vitest'
import { copyAsTold } from '#core/cache/copy.ts'
import type { Invalidation } from '#core/cache/entry.ts'
import { drawScenario, protocols } from '#experiments/fuzz/draw.ts'
import { type Finding, play } from '#experiments/fuzz/play.ts'
import type { World } from '#sim/world.ts'

/** The first finding among some seeds, and how many it took. */
function firstFinding(
  policy: string,
  change: (world: World) => void,
  seeds: number,
): { finding: Finding; seeds: number } | undefined {
  for (let seed = 0; seed < seeds; seed++) {
    const { finding } = play(drawScenario(seed, policy), change)
    if (finding !== undefined) return { finding, seeds: seed + 1 }
  }
  return undefined
}

const eachNode =
  (change: (node: World['nodes'][number]) => void) =>
  ({ nodes }: World): void =>
    nodes.forEach(change)

const announcing =
  (audience: 'none' | 'unstamped') =>
  ({ protocol }: World['nodes'][number]): void => {
    const announcement = { ...protocol.announcement(false), audience }
    Object.assign(protocol, { announcement: () => announcement })
  }

describe('under random faults', () => {
  it.each(protocols)('%s keeps what it promises', (policy) => {
    expect(firstFinding(policy, () => {}, 60)).toBeUndefined()
  })

  it('histories have reads, writes and operations of unknown outcome to check', () => {
    let operations = 0
    for (let seed = 0; seed < 10; seed++) operations += play(drawScenario(seed)).operations
    expect(operations).toBeGreaterThan(1_000)
  })
})

/** Each step of the protocols, broken on purpose: the checks must see it within few seeds. */
const mutations: readonly {
  readonly broken: string
  readonly policy: string
  readonly claim: RegExp
  readonly change: (world: World) => void
}[] = [
  {
    broken: 'messages are not sent',
    policy: 'pub-sub',
    claim: /message delay/,
    change: eachNode(announcing('none')),
  },
  {
    broken: 'messages leave no tombstone: older fills are accepted',
    policy: 'pub-sub',
    claim: /read your writes|monotonic|message delay/,
    change: eachNode(({ tiers }) => {
      const { fillByRead, fillByWrite } = tiers
      Object.assign(tiers, {
        invalidate: (key: { tenant: number; key: number }) => {
          const gone = { ...key, version: 1e9, sizeBytes: 0, expiresAt: -1, value: undefined }
          fillByRead(copyAsTold(gone))
          fillByWrite(gone)
          tiers.find(key, 0)
        },
      })
    }),
  },
  {
    broken: 'the stamp is not compared',
    policy: 'version-check',
    claim: /acknowledged write/,
    change: eachNode(({ protocol }) => Object.assign(protocol, { use: () => 'trust' })),
  },
  {
    broken: 'strong reads trust their copy',
    policy: 'write-through',
    claim: /linearizable/,
    change: eachNode(({ protocol }) => Object.assign(protocol, { use: () => 'trust' })),
  },
  {
    broken: 'strong reads take a stamp that says nothing',
    policy: 'write-through',
    claim: /linearizable/,
    change: eachNode(({ protocol }) => Object.assign(protocol, { use: () => 'check' })),
  },
  {
    broken: 'writes are acknowledged before the shared cache knows',
    policy: 'version-check',
    claim: /acknowledged write/,
    change: eachNode(announcing('unstamped')),
  },
  {
    broken: 'copies are never audited',
    policy: 'hybrid',
    claim: /audit/,
    change: eachNode(({ protocol }) => Object.assign(protocol, { use: () => 'trust' })),
  },
  {
    broken: 'fills under way survive a message of the tracking',
    policy: 'client-tracking',
    claim: /message delay/,
    change: eachNode(({ protocol }) => Object.assign(protocol, { epoch: () => 0 })),
  },
  {
    broken: 'a lost subscription is not followed by a flush and versions heard of are forgotten',
    policy: 'pub-sub',
    claim: /read your writes|monotonic/,
    change: eachNode(({ tiers }) => Object.assign(tiers, { floor: () => 0 })),
  },
  {
    broken: 'copies outlive their source',
    policy: 'ttl-only',
    claim: /time to live/,
    change: ({ redis }) => {
      const { get } = redis
      Object.assign(redis, {
        get: (...asked: Parameters<typeof get>) => {
          const found = get(...asked)
          return found && { ...found, expiresAt: found.expiresAt + 500 }
        },
      })
    },
  },
  {
    broken: 'ended copies are served for ever',
    policy: 'ttl-only',
    claim: /time to live/,
    change: eachNode(({ expiry }) => {
      if (expiry.isStaleServable !== undefined) Object.assign(expiry, { isStaleServable: () => true })
    }),
  },
  {
    broken: 'a crash leaves the shared flight open',
    policy: 'pub-sub',
    claim: /left behind/,
    change: eachNode(({ flights }) => Object.assign(flights, { fail: () => {} })),
  },
]

/**
 * A strong page is written at a node whose clock is ahead; the message carries the new copy with the end of its freshness. The message
 * about the next write is lost. The copy then ended with the writer's time of day, which the reader's clock reaches later than the time
 * to live allows. A node now keeps such a copy for its time to live by its own clock. The same went for copies from the shared cache,
 * which now tells how long an entry is still fresh, not until when.
 */
describe('a copy that crosses clocks', () => {
  const seeds = [19, 23, 44]
  const apart = (seed: number) => {
    const drawn = drawScenario(seed, 'pub-sub')
    const messages = { ...drawn.faults.messages, lostRatio: 0.4, lateRatio: 0 }
    const clockSkews = [
      { node: 0, atMs: 0, offsetMs: 200, driftRatio: 0 },
      { node: 1, atMs: 0, offsetMs: -150, driftRatio: 0 },
    ]
    const none = { crashes: [], partitions: [], failOvers: [], pauses: [], disconnects: [], stalls: [] }
    return {
      ...drawn,
      workload: { ...drawn.workload, strongRatio: 1 },
      redis: { ...drawn.redis, ttlMs: 80 },
      faults: { ...drawn.faults, ...none, messages, clockSkews },
    }
  }

  it.each(seeds)('is kept no longer than its time to live (seed %i)', (seed) => {
    expect(play(apart(seed)).finding).toBeUndefined()
  })

  it.each(seeds)('would be kept too long by the clock of its writer (seed %i)', (seed) => {
    const trusting = eachNode((node) =>
      Object.assign(node, {
        invalidated: (message: Invalidation) => node.protocol.receive(message, node.clock.now),
      }),
    )
    expect(play(apart(seed), trusting).finding?.claim).toMatch(/time to live/)
  })
})

it('a mistake of ours inside a request is a failure, not a misfortune', () => {
  const change = eachNode(({ protocol }) =>
    Object.assign(protocol, {
      announcement: () => {
        throw new TypeError('broken')
      },
    }),
  )
  expect(firstFinding('pub-sub', change, 1)?.finding.reason).toMatch(/broken/)
})

describe('a broken step is noticed within 300 seeds', () => {
  it.each(mutations)('$policy: $broken', ({ policy, claim, change }) => {
    const found = firstFinding(policy, change, 300)
    expect(found?.finding.claim).toMatch(claim)
  })
})
