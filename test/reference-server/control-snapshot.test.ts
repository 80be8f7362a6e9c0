import { expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { createControlLoop } from '#core/flow/control-loop.ts'
import { createNode } from '#core/flow/node.ts'
import { controlSnapshot, controlText } from '#server/control-snapshot.ts'
import { smallScenario } from './small-scenario.ts'

const clock: Clock = { now: 0 }
const scenario = smallScenario({ control: { enabled: true, presets: [{ name: 'one' }] } })

it('a loop that has not decided yet has figures all the same', () => {
  const loop = createControlLoop(createNode({ index: 0, scenario, clock }))
  expect(controlSnapshot(loop, 10)).toMatchObject({
    decisionCount: 0,
    rewardMean: 0,
    fallbackRatio: 1,
    decisions: [],
    state: { policy: 'average-actor-critic' },
  })
  expect(controlText(loop, 10).split('\n')).toEqual([
    'tandem_control_decisions_total 0',
    'tandem_control_reward_sum 0',
    'tandem_control_fallback_ratio 1',
    '',
  ])
})

it('no loop, no figures', () => expect(controlText(undefined, 0)).toBe(''))
