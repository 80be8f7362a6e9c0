import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { answer, createGateway } from '#core/flow/gateway.ts'
import { emptyTimeline, type PageResponse } from '#core/flow/request.ts'
import { type Perform, parked } from '#core/flow/runner.ts'
import type { Outcome } from '#core/flow/task.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { handDriver } from './hand-driver.ts'

interface Behaviour {
  readonly ms: number
  readonly isFailed?: boolean
}

/** A gateway before nodes that behave as said; a request each at the given times. */
function run(
  resilience: Record<string, unknown>,
  nodes: (node: number, id: number) => Behaviour,
  times: number[],
  kind: 'read' | 'write' = 'read',
  balance = 'round-robin',
) {
  const asked: { node: number; atMs: number }[] = []
  const driver = handDriver({
    forward: (({ node }, task) => {
      const { ms, isFailed } = nodes(node, asked.length)
      asked.push({ node, atMs: driver.clock.now })
      driver.at(driver.clock.now + ms, () => {
        if (isFailed) task.raise(new TandemError('NodeUnavailable', `node ${node}`))
        else
          task.resume({ status: 200, sizeBytes: 5, shards: 7, timeline: emptyTimeline(), servedBy: 'node' })
      })
      return parked
    }) as Perform['forward'],
  })
  const scenario = smallScenario({ nodes: { count: 3 }, gateway: { cacheableRatio: 0 }, resilience, balance })
  const gateway = createGateway({ scenario, clock: driver.clock })
  const outcomes: Outcome<PageResponse>[] = []
  for (const [id, atMs] of times.entries())
    driver.at(atMs, () => {
      const request = { id, kind, tenant: 0, page: 4 * id, query: 0 }
      driver.runner.start(answer(gateway, request), -1, undefined, (outcome) => {
        outcomes[id] = outcome
      })
    })
  driver.runUntilIdle()
  expect(driver.runner.live).toBe(0)
  const codes = outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.error.name : outcome.kind))
  return { asked, codes, gateway }
}

const every = (count: number, gapMs: number) => Array.from({ length: count }, (_, id) => id * gapMs)

describe('the nodes behind a gateway', () => {
  it('are asked directly when nothing is switched on', () => {
    expect(run({}, () => ({ ms: 10 }), [0]).gateway.upstream).toBeUndefined()
  })

  it('are tried again, another each time, and only for reads', () => {
    const bad = (node: number) => ({ ms: 1, isFailed: node !== 2 })
    const reads = run({ retriesMax: 2 }, bad, [0])
    expect(reads.codes).toEqual(['done'])
    expect(new Set(reads.asked.map(({ node }) => node)).size).toBe(reads.asked.length)
    expect(run({ retriesMax: 2 }, () => ({ ms: 1, isFailed: true }), [0], 'write').asked).toHaveLength(1)
  })

  it('are not tried twice while a balance that draws at random offers another', () => {
    const { asked } = run(
      { retriesMax: 1 },
      () => ({ ms: 1, isFailed: true }),
      every(40, 1_000),
      'read',
      'random',
    )
    const pairs = every(40, 2).map((first) => [asked[first]!.node, asked[first + 1]!.node])
    expect(asked).toHaveLength(80)
    expect(pairs.filter(([first, second]) => first === second).length).toBeLessThanOrEqual(3)
  })

  it('are given up at the deadline, with all tries', () => {
    const { codes, asked } = run({ timeout: '100 ms', retriesMax: 5 }, () => ({ ms: 1_000 }), [0])
    expect(codes).toEqual(['Timeout'])
    expect(asked).toHaveLength(1)
  })

  it('are asked a second time when the first is slow', () => {
    const { codes, asked } = run({ hedgeAfter: '50 ms' }, (_, id) => ({ ms: id === 0 ? 5_000 : 10 }), [0])
    expect(codes).toEqual(['done'])
    expect(asked.map(({ atMs }) => atMs)).toEqual([0, 50])
    expect(asked[0]!.node).not.toBe(asked[1]!.node)
  })

  it('have a limited number of places, and a queue', () => {
    const { codes, asked } = run({ nodePlaces: 1, nodeQueueMax: 1 }, () => ({ ms: 100 }), every(9, 0))
    expect(codes.filter((code) => code === 'done')).toHaveLength(6)
    expect(codes.filter((code) => code === 'QueueFull')).toHaveLength(3)
    expect(asked.filter(({ atMs }) => atMs === 0)).toHaveLength(3)
    const shed = run({ nodePlaces: 1, nodeQueue: 'codel' }, () => ({ ms: 100 }), every(90, 10))
    expect(shed.codes).toContain('QueueFull')
    expect(shed.codes.filter((code) => code === 'done').length).toBeGreaterThan(15)
  })

  it('are left alone by a breaker while they fail', () => {
    const bad = (node: number) => ({ ms: 1, isFailed: node === 1 })
    const open = run({ breaks: true, breakerVolumeMin: 5 }, bad, every(300, 20))
    expect(open.asked.filter(({ node }) => node === 1)).toHaveLength(5)
    expect(open.codes.filter((code) => code !== 'done')).toHaveLength(5)
  })

  it('are ejected when they fail in a row', () => {
    const bad = (node: number) => ({ ms: 1, isFailed: node === 1 })
    expect(run({ ejects: true }, bad, every(300, 20)).asked.filter(({ node }) => node === 1)).toHaveLength(5)
  })

  it('are not reached by requests that are not admitted', () => {
    const admit = { policy: 'token-bucket', rate: '10 / s', burst: 3 }
    const { codes, asked } = run({ admit }, () => ({ ms: 1 }), every(10, 0))
    expect(asked).toHaveLength(3)
    expect(codes.filter((code) => code === 'QueueFull')).toHaveLength(7)
  })
})
