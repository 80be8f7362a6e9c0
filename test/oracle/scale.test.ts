/** Every row of autoscaling and healing. */
import { describe, expect, it } from 'vitest'
import { log } from '#core/math/log.ts'
import { coldStartRatio } from '#core/model/cold-start.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { healPolicies } from '#core/scale/heal.ts'
import { instancePool } from '#core/scale/instance-pool.ts'
import { keepAlivePolicies } from '#core/scale/keep-alive.ts'
import { utilisationPercent } from '#core/scale/replica-calculator.ts'
import { type InstanceReading, scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../contract/scale.ts'
import { parameter, readOracle } from './read-oracle.ts'

const rows = readOracle('scale')
const rowsOf = (name: string) => rows.filter((one) => one.name === name)
const expectedOf = (name: string) => rowsOf(name)[0]!.expected!

const hpa = (targetPercent: number, parameters: Record<string, unknown> = {}) =>
  createPolicy(scalePolicies, { policy: 'kubernetes-hpa', targetPercent, ...parameters }, contextOf())
const several = (count: number, share: number | undefined, rest: Partial<InstanceReading> = {}) =>
  Array.from({ length: count }, () => using(share, rest))
const once = (target: number, instances: readonly InstanceReading[], parameters = {}) =>
  hpa(target, { downWindow: 0, ...parameters }).decide(reading(instances), 0).replicas

describe('horizontal autoscaling of Kubernetes', () => {
  it.each(rowsOf('as.hpa.formula'))('$name $parameters: $expected', ({ parameters, expected }) => {
    const [replicas, metric, target] = ['replicas', 'metric', 'target'].map((one) =>
      parameter(parameters!, one),
    )
    expect(once(target!, several(replicas!, metric! / 100))).toBe(Number(expected))
  })

  it('as.hpa.boundary: exactly a tenth off', () => {
    const [above, below] = rowsOf('as.hpa.boundary')
    const both = (metric: number) =>
      ['distance', 'interval'].map((comparison) => once(60, several(10, metric / 100), { comparison }))
    expect(both(66)).toEqual(above!.expected!.split('|').map(Number))
    expect(both(54)).toEqual([Number(below!.expected), Number(below!.expected)])
  })

  it('as.hpa.unready and as.hpa.missing', () => {
    expect(once(50, [...several(3, 0.9), ...several(2, 0, { isReady: false })])).toBe(
      Number(expectedOf('as.hpa.unready')),
    )
    expect(once(50, [...several(3, 0.2), using(undefined)])).toBe(
      Number.parseInt(expectedOf('as.hpa.missing'), 10),
    )
  })

  it('as.hpa.integer_percent', () => {
    expect(utilisationPercent(100, 300)).toBe(Number(expectedOf('as.hpa.integer_percent')))
  })

  it('as.hpa.scaleup_limit: from 1 to 100, every 15 s', () => {
    const scale = hpa(1)
    const seen = [1]
    // Instances use all they asked for and more is always wanted.
    for (let sync = 0; seen.at(-1)! < 100; sync++)
      seen.push(scale.decide(reading(several(seen.at(-1)!, 1)), 15_000 * sync).replicas)
    expect(seen.join(',')).toBe(expectedOf('as.hpa.scaleup_limit'))
  })

  it('as.hpa.stabilization: the highest recommendation of 300 s counts', () => {
    const scale = hpa(50)
    const at = (second: number, recommended: number) =>
      scale.decide(reading(several(10, recommended / 20)), 1000 * second).replicas
    const [replicas] = expectedOf('as.hpa.stabilization').split('|')
    expect([at(0, 10), at(60, 6), at(120, 4)]).toEqual([10, 10, Number(replicas)])
    expect(at(300, 4)).toBe(10)
    expect(at(301, 4)).toBe(6)
    expect(at(361, 4)).toBe(4)
  })
})

it('as.knative: stable and panic', () => {
  const [stable, panic] = expectedOf('as.knative').split('|')
  const run = (calm: number, burst: number) => {
    const scale = createPolicy(scalePolicies, { policy: 'knative' }, contextOf())
    let replicas = 0
    for (let second = 0; second <= 60; second += 2)
      replicas = scale.decide(
        reading(several(5, 0.5), { concurrency: second > 54 ? burst : calm }),
        1000 * second,
      ).replicas
    return replicas
  }
  expect(run(350, 350)).toBe(Number(stable))
  expect(run(222, 1500)).toBe(Number(panic))
})

it('as.aws_tt', () => {
  const scale = createPolicy(
    scalePolicies,
    { policy: 'target-tracking', target: 0.5, high: 1, point: 1 },
    contextOf(),
  )
  scale.decide(reading(several(10, 0.8)), 0)
  expect(scale.decide(reading(several(10, 0.8)), 1).replicas).toBe(Number(expectedOf('as.aws_tt')))
})

describe('healing of Kubernetes', () => {
  const create = () => createPolicy(healPolicies, { policy: 'kubernetes-healing' }, undefined)

  it('as.probe.detect: a dead instance is found in 21 to 31 s', () => {
    const [low, high] = expectedOf('as.probe.detect').split('..').map(Number)
    const delays: number[] = []
    for (let diedMs = 100_050; diedMs < 110_000; diedMs += 100) {
      const heal = create()
      heal.started(1, 0)
      for (;;) {
        const askedMs = heal.nextProbeMs(1)
        const isAnswered = askedMs < diedMs
        const knownMs = isAnswered ? askedMs : askedMs + heal.timeoutMs
        if (!heal.probed(1, isAnswered, knownMs)) continue
        delays.push((knownMs - diedMs) / 1000)
        break
      }
    }
    expect(Math.abs(Math.min(...delays) - low!)).toBeLessThan(0.5)
    expect(Math.abs(Math.max(...delays) - high!)).toBeLessThan(0.5)
  })

  it('as.crashloop: the waits of seven restarts', () => {
    const heal = create()
    let waitedMs = 0
    const cumulative = Array.from({ length: 7 }, () => {
      heal.started(1, 0)
      waitedMs += heal.ended(1, 1000) - 1000
      return waitedMs / 1000
    })
    expect(cumulative.join(',')).toBe(expectedOf('as.crashloop'))
  })

  it('as.node_failure: after how long a silent node is given up', () => {
    const heal = create()
    let second = 0
    while (!heal.isLost(0, 1000 * second)) second++
    expect(Math.abs(second - Number(expectedOf('as.node_failure')))).toBeLessThanOrEqual(15)
  })
})

describe.each(rowsOf('as.coldstart'))('$name $parameters', ({ parameters, expected }) => {
  const perHour = Number(/Poisson (\d+)/.exec(parameters!)![1])

  it('by the formula', () => {
    expect(coldStartRatio(perHour / 3600, 600_000)).toBeCloseTo(Number(expected), 6)
  })

  it('in a pool of instances', () => {
    const keepAlive = createPolicy(keepAlivePolicies, { policy: 'fixed-keep-alive' }, undefined)
    const pool = instancePool({ concurrency: 1, instancesMax: 10, keepAlive })
    const random = stream(perHour, 'calls')
    const calls = 40_000
    let now = 0
    let cold = 0
    for (let call = 0; call < calls; call++) {
      now += (-log(random()) / perHour) * 3_600_000
      const placed = pool.call(now)!
      if (placed.isCold) cold++
      pool.ended(placed.instance, now)
    }
    expect(cold / calls).toBeCloseTo(Number(expected), 2)
  })
})
