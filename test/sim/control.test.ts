import { describe, expect, it } from 'vitest'
import type { ControlState } from '#core/control/control-state.ts'
import { simulate } from '#sim/simulate.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const control = {
  enabled: true,
  interval: '100 ms',
  fallback: { enabled: false },
  presets: [{ name: 'as it is' }, { name: 'client', csrAboveUtilisation: 0 }],
}
const controlled = (given: Record<string, unknown> = {}) =>
  smallScenario({ nodes: { count: 2 }, control: { ...control, ...given } })

describe('control loops in the simulator', () => {
  it('are absent unless the scenario has them, in results too', () => {
    const { metrics, series } = simulate(smallScenario())
    expect(Object.keys(metrics).filter((name) => name.startsWith('control'))).toEqual([])
    expect(series.map(({ name }) => name)).not.toContain('controlAction')
  })

  it('report share of fall-back, mean reward and actions', () => {
    const { metrics, series } = simulate(controlled())
    expect(metrics['control.fallbackRatio']!.value).toBe(0)
    expect(metrics['control.rewardMean']!.value).toBeLessThan(0)
    const actions = series.find(({ name }) => name === 'controlAction')!.values
    expect(actions).toHaveLength(series[0]!.values.length)
    expect(actions.every((action) => action >= -1 && action <= 1)).toBe(true)
  })

  it('give what they have learned, one state a node', () => {
    let learned: readonly ControlState[] = []
    simulate(controlled(), { learned: (states) => (learned = states) })
    expect(learned.map(({ policy }) => policy)).toEqual(['average-actor-critic', 'average-actor-critic'])
    expect(learned[0]).not.toEqual(learned[1])
    let more: readonly ControlState[] = []
    simulate(controlled({ state: { nodes: learned } }), { learned: (states) => (more = states) })
    expect(more[0]).not.toEqual(learned[0])
  })

  it('repeat bit by bit', () =>
    expect(simulate(controlled()).fingerprint).toBe(simulate(controlled()).fingerprint))

  it('end when the world is closed', () => {
    const world = createWorld(controlled())
    world.open()
    world.runUntil(1050)
    const counts = () => world.control.loops.map(({ count }) => count)
    const before = counts()
    world.close()
    world.runUntil(2000)
    expect(counts()).toEqual(before)
    expect(before).toEqual([10, 10])
  })

  it('that let the clients render do so, and a fixed preset decides what happens', () => {
    const fixed = (setting: number) =>
      simulate(controlled({ policy: { policy: 'fixed-setting', setting } })).metrics['control.rewardMean']!
        .value
    expect(fixed(1)).toBeLessThan(fixed(0))
  })
})
