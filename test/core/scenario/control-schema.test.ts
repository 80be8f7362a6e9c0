import { describe, expect, it } from 'vitest'
import { createController } from '#core/control/controller.ts'
import { stream } from '#core/random.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const problemsOf = (control: Record<string, unknown>): string[] =>
  parseScenario({ model: 'web', name: 'x', workload: {}, control }).problems.map(
    ({ path, message }) => `${path}: ${message}`,
  )
const presets = [{ name: 'a' }, { name: 'b', queueMax: 10, levels: { render: 3 } }]

describe('the control section', () => {
  it('is off unless asked for', () => {
    expect(smallScenario().control.isEnabled).toBe(false)
    expect(problemsOf({})).toEqual([])
  })

  it('is on with presets to choose among', () => {
    const { control } = smallScenario({ control: { enabled: true, interval: '5 s', presets } })
    expect(control).toMatchObject({ isEnabled: true, intervalMs: 5000, learns: true, sets: 'preset' })
    expect(control.presets[1]).toMatchObject({ name: 'b', queueMax: 10, alpha: undefined })
  })

  it('names what is wrong', () => {
    expect(problemsOf({ enabled: true })).toEqual(['control.presets: nothing can be chosen'])
    expect(problemsOf({ enabled: true, presets, policy: 'actor' })[0]).toMatch(
      /unknown control policy 'actor'/,
    )
    expect(problemsOf({ enabled: true, presets: [{ name: 'a', queueMax: -1 }] })[0]).toMatch(
      /control.presets\[0\].queueMax: -1 is out of range/,
    )
    expect(problemsOf({ enabled: true, policy: 'pid', presets })).toEqual([
      'control: control pid sets a number in a range, found choices',
    ])
    expect(problemsOf({ enabled: true, sets: 'queueMax', low: 9, high: 9, policy: 'pid' })[0]).toMatch(
      /sets a number in a range, found 9 to 9/,
    )
    expect(problemsOf({ enabled: true, presets, state: 'nothing' })[0]).toBe(
      'control.state: is no saved state',
    )
  })

  it('says in one sentence that a state was saved for other features', () => {
    const { control } = smallScenario({
      control: { enabled: true, presets, observes: [{ feature: 'utilisation' }] },
    })
    const state = createController(control, stream(1, 'a')).save()
    const found = problemsOf({ enabled: true, presets, state: { nodes: [state, state] } })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/features: saved for \[utilisation 0..1\], this controller has \[queueLength/)
  })
})
