import { describe, expect, it } from 'vitest'
import { bandit } from '#core/control/bandit.ts'
import { stream } from '#core/random.ts'

const context = (names = ['a', 'b', 'c']) => ({
  features: [],
  actions: { kind: 'choice' as const, names },
  random: stream(1, 'bandit'),
})
/** Takes the choice with the highest mean. */
const greedy = (names?: string[]) =>
  bandit({ name: 'greedy', discount: 1, index: (arms) => (arm) => arms.mean(arm) }, context(names))

const decisions = (rewards: readonly number[], control = greedy()) =>
  rewards.map((reward) => control.decide([], reward, 0))

describe('a bandit', () => {
  it('tries each choice once in their order, then takes the one with the highest index', () => {
    expect(decisions([0, 5, 9, 1, 9])).toEqual([0, 1, 2, 1, 1])
  })

  it('learns nothing from the first reward, from one that is not finite, and after an interruption', () => {
    expect(decisions([99, 1])).toEqual([0, 1])
    const control = greedy(['a', 'b'])
    expect(decisions([0, NaN], control)).toEqual([0, 0])
    control.interrupt()
    expect(decisions([7], control)).toEqual([0])
    expect(control.save().parts[0]).toEqual({ name: 'weights', values: [0, 0] })
  })

  it('goes on from what was saved, and refuses what another policy saved', () => {
    const control = greedy()
    decisions([0, 5, 9, 1], control)
    const other = greedy()
    other.load(control.save())
    expect(other.decide([], 1000, 0)).toBe(1)
    expect(() => other.load({ ...control.save(), policy: 'pid' })).toThrow('the saved state does not fit')
  })
})
