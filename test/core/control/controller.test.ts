import { describe, expect, it } from 'vitest'
import { actionsOf, createController } from '#core/control/controller.ts'
import { stream } from '#core/random.ts'
import type { ControlConfig } from '#core/scenario/control-schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const configOf = (given: Record<string, unknown> = {}): ControlConfig =>
  smallScenario({
    control: { enabled: true, presets: [{ name: 'one' }, { name: 'two' }], ...given },
  }).control
const reading = (queue: number, reward: number) => ({
  observation: [queue, 0.1, 5],
  reward,
  watched: 1,
  sloMissRatio: 0,
})
const walk = (controller: ReturnType<typeof createController>) =>
  Array.from({ length: 200 }, (_, period) =>
    controller.decide(reading((period * 37) % 100, -(period % 7)), 1000 * period),
  )

describe('a controller', () => {
  it('chooses among presets, or sets a number in its range', () => {
    expect(actionsOf(configOf())).toEqual({ kind: 'choice', names: ['one', 'two'] })
    const number = configOf({
      sets: 'queueMax',
      low: 5,
      high: 50,
      policy: 'pid',
      fallback: { enabled: false },
    })
    expect(actionsOf(number)).toEqual({ kind: 'number', name: 'queueMax', low: 5, high: 50 })
    for (const action of walk(createController(number, stream(1, 'a')))) {
      expect(action).toBeGreaterThanOrEqual(5)
      expect(action).toBeLessThanOrEqual(50)
    }
  })

  it('begins with the rules and is on its own without a fall-back', () => {
    const leashed = createController(configOf(), stream(1, 'a'))
    expect(leashed.decide(reading(1, 0), 0)).toBe(0)
    expect(leashed.fallbackRatio(1000)).toBe(1)
    const free = createController(configOf({ fallback: { enabled: false } }), stream(1, 'a'))
    expect(new Set(walk(free)).size).toBe(2)
    expect(free.fallbackRatio(1000)).toBe(0)
  })

  it('that does not learn is after 200 periods what it was', () => {
    const frozen = createController(configOf({ learns: false, fallback: { enabled: false } }), stream(1, 'a'))
    const before = JSON.stringify(frozen.save())
    walk(frozen)
    expect(JSON.stringify(frozen.save())).toBe(before)
    const learning = createController(configOf({ fallback: { enabled: false } }), stream(1, 'a'))
    walk(learning)
    expect(JSON.stringify(learning.save())).not.toBe(before)
  })

  it('goes on from what another has learned and refuses what was learned of other features', () => {
    const config = configOf({ fallback: { enabled: false } })
    const first = createController(config, stream(1, 'a'))
    walk(first)
    const state = JSON.parse(JSON.stringify(first.save())) as unknown
    const [one, other] = [1, 1].map(() => createController(config, stream(2, 'a'), state))
    expect(walk(one!)).toEqual(walk(other!))
    const narrow = configOf({ observes: [{ feature: 'utilisation' }] })
    expect(() => createController(narrow, stream(1, 'a'), state)).toThrow(/features: saved for \[queueLength/)
  })
})
