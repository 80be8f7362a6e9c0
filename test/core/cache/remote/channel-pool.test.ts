import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelOfTenant, channelPool } from '#core/cache/remote/channel-pool.ts'
import { remoteVersion } from '#core/flow/effect.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'

/** Enters operations and ends them one by one; tells who went when. */
function channel(window: number) {
  const pool = channelPool({ channels: 1, window })
  const went: number[] = []
  const underWay: (() => void)[] = []
  const enter = (tenant: number) => {
    const leave = pool.enter(tenant, () => {
      went.push(tenant)
      underWay.push(() => leave())
    })
    return leave
  }
  return { pool, went, enter, endOne: () => underWay.shift()?.(), underWay }
}

describe('channels to the shared cache', () => {
  it('belong to tenants by the slot of their tag, always the same, and all are used', () => {
    const tenants = Array.from({ length: 1000 }, (_, tenant) => tenant)
    for (const channels of [1, 2, 7]) {
      const { channelOf } = channelPool({ channels, window: 0 })
      const shares = Array.from({ length: channels }, (_, own) =>
        tenants.filter((tenant) => channelOf(tenant) === own),
      )
      for (const share of shares) expect(share.length / 1000).toBeCloseTo(1 / channels, 1)
      expect(channelOf(5)).toBe(channelOfTenant(5, channels))
    }
  })

  it('let everything go at once without a window', () => {
    const { enter, went, pool } = channel(0)
    for (let turn = 0; turn < 5; turn++) enter(turn)
    expect(went).toEqual([0, 1, 2, 3, 4])
    expect(pool.waiting).toBe(0)
  })

  it('give turns to tenants, not to operations', () => {
    const { enter, went, endOne } = channel(2)
    for (let turn = 0; turn < 6; turn++) enter(1)
    enter(2)
    enter(2)
    enter(3)
    for (let turn = 0; turn < 9; turn++) endOne()
    expect(went).toEqual([1, 1, 1, 2, 3, 1, 2, 1, 1])
  })

  it('pass over what has given up while it waited, and lose no place to it', () => {
    const { enter, went, endOne, pool } = channel(1)
    const first = enter(1)
    const second = enter(2)
    enter(3)
    second()
    second()
    expect(pool.waiting).toBe(1)
    first()
    first()
    expect(went).toEqual([1, 3])
    endOne()
    endOne()
    enter(4)
    expect(went).toEqual([1, 3, 4])
  })

  it('let no tenant wait longer than the window and one turn of each other, whatever they do; all go in the end', () => {
    const tenant = fc.integer({ min: 0, max: 4 })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(tenant, { maxLength: 60 }), (window, crowd) => {
        const { enter, went, endOne, underWay, pool } = channel(window)
        for (const one of crowd) enter(one)
        enter(9)
        const before = went.length
        while (underWay.length > 0) {
          expect(underWay.length).toBeLessThanOrEqual(window)
          endOne()
        }
        expect(went.length).toBe(crowd.length + 1)
        expect(pool.waiting).toBe(0)
        if (before <= went.indexOf(9)) expect(went.indexOf(9) - before).toBeLessThanOrEqual(5)
      }),
    )
  })
})

describe('a quiet tenant in a simulated system', () => {
  /** Latency of one read of a quiet tenant that comes just after a thousand of a noisy one, in ms. */
  it.each([
    ['on the same channel waits for all of them', 2, 0, 30, 36],
    ['on the same channel, with a window, waits for its turn', 2, 4, 0, 1],
    ['on another channel does not wait', 1, 0, 0, 1],
  ])('%s', (_, quiet, window, above, below) => {
    const world = createWorld(
      smallScenario({ redis: { channels: 2, channelWindow: window, operationsMax: '60000 / s' } }),
    )
    let tookMs = -1
    const ask = (tenant: number, ended: () => void) =>
      world.runner.start(remoteVersion({ tenant, key: tenant })[Symbol.iterator](), 0, undefined, ended)
    for (let one = 0; one < 1000; one++) ask(0, () => {})
    ask(quiet, () => {
      tookMs = world.clock.now
    })
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(tookMs).toBeGreaterThan(above)
    expect(tookMs).toBeLessThan(below)
    expect(world.runner.live).toBe(0)
  })

  it('gives its place back when it is cancelled, waiting or under way', () => {
    const world = createWorld(smallScenario({ redis: { channels: 1, channelWindow: 1 } }))
    let ended = 0
    const tasks = Array.from({ length: 6 }, () =>
      world.runner.start(
        remoteVersion({ tenant: 0, key: 0 })[Symbol.iterator](),
        0,
        undefined,
        ({ kind }) => {
          if (kind === 'done') ended++
        },
      ),
    )
    for (const index of [0, 2, 5]) tasks[index]!.cancel()
    world.runUntil(Number.POSITIVE_INFINITY)
    expect(ended).toBe(3)
    expect(world.runner.live).toBe(0)
  })
})
