import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { instancePool } from '#core/scale/instance-pool.ts'
import { keepAlivePolicies } from '#core/scale/keep-alive.ts'

const fixed = (keep: number) =>
  createPolicy(keepAlivePolicies, { policy: 'fixed-keep-alive', keep }, undefined)
const create = (concurrency: number, instancesMax = 10) =>
  instancePool({ concurrency, instancesMax, keepAlive: fixed(100) })

it('a call within the time that an instance is kept finds it warm, a later one starts it', () => {
  const pool = create(1)
  expect(pool.call(0)).toEqual({ instance: 0, isCold: true })
  pool.ended(0, 10)
  expect(pool.call(110)).toEqual({ instance: 0, isCold: false })
  pool.ended(0, 120)
  expect(pool.call(221)).toEqual({ instance: 0, isCold: true })
  expect(pool.idleMs).toBe(100 + 100)
})

it('fills an instance up to its concurrency before it starts another, and refuses beyond the most', () => {
  const pool = create(2, 2)
  const placed = Array.from({ length: 5 }, () => pool.call(0)?.instance)
  expect(placed).toEqual([0, 0, 1, 1, undefined])
  pool.ended(1, 1)
  expect(pool.call(2)).toEqual({ instance: 1, isCold: false })
})

it('goes to the instance that was busy last, so that the others end', () => {
  const pool = create(1)
  for (let i = 0; i < 3; i++) pool.call(0)
  for (const [at, instance] of [2, 0, 1].entries()) pool.ended(instance, 10 * (at + 1))
  expect(pool.call(50)!.instance).toBe(1)
  expect([pool.warmCount(50), pool.warmCount(111), pool.warmCount(125)]).toEqual([3, 2, 1])
})

it('a paused instance is cold before its time and warm from then on', () => {
  const keepAlive = { called() {}, idle: () => ({ fromMs: 50, untilMs: 100 }) }
  const coldAfter = (gapMs: number) => {
    const pool = instancePool({ concurrency: 1, instancesMax: 1, keepAlive })
    pool.ended(pool.call(0)!.instance, 0)
    return pool.call(gapMs)!.isCold
  }
  expect([49, 50, 100, 101].map(coldAfter)).toEqual([true, false, false, true])
})

it('never runs more calls on an instance than it may', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 80 }), (steps) => {
      const pool = create(3, 4)
      const running: number[] = []
      for (const [now, step] of steps.entries()) {
        if (step < 6) {
          const placed = pool.call(now * 30)
          if (placed === undefined) expect(running).toHaveLength(12)
          else running.push(placed.instance)
        } else if (running.length > 0) pool.ended(running.splice(step % running.length, 1)[0]!, now * 30)
        for (let one = 0; one < 4; one++)
          expect(running.filter((i) => i === one).length).toBeLessThanOrEqual(3)
      }
    }),
  )
})
