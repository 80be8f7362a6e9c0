/** What every controller promises. */
import { describe, expect, it } from 'vitest'
import type { Control, ControlContext } from '#core/control/control.ts'
import { stream } from '#core/random.ts'

export const features = [
  { name: 'queue', low: 0, high: 100 },
  { name: 'busy', low: 0, high: 1 },
]
export const choices = { kind: 'choice', names: ['low', 'middle', 'high', 'highest'] } as const
export const threads = { kind: 'number', name: 'threads', low: 1, high: 9 } as const

export const contextOf = (actions: ControlContext['actions'], replication = 0): ControlContext => ({
  features,
  actions,
  random: stream(5, 'control', replication),
})

export function controlContract(
  name: string,
  actions: ControlContext['actions'],
  create: (context: ControlContext) => Control,
): void {
  describe(`${name} of ${actions.kind}s, as every controller,`, () => {
    const make = (replication = 0) => create(contextOf(actions, replication))
    const isAllowed = (action: number) =>
      actions.kind === 'choice'
        ? Number.isInteger(action) && action >= 0 && action < actions.names.length
        : action >= actions.low && action <= actions.high
    const walk = (control: Control, periods: number, fromMs = 0) => {
      const random = stream(6, 'plant')
      return Array.from({ length: periods }, (_, period) =>
        control.decide([100 * random(), random()], -random(), fromMs + 1000 * period),
      )
    }

    it('does only what is allowed', () => {
      expect(walk(make(), 500).every(isAllowed)).toBe(true)
    })

    it('decides the same for the same draws', () => {
      expect(walk(make(), 300)).toEqual(walk(make(), 300))
    })

    it('survives features outside their range, features and rewards that are not numbers', () => {
      const control = make()
      const odd = [Number.NaN, Infinity, -Infinity, 1e300, -1e300]
      for (let period = 0; period < 200; period++) {
        const [a, b, reward] = [odd[period % 5]!, odd[(period * 3) % 5]!, period % 2 === 0 ? Number.NaN : 1]
        expect(isAllowed(control.decide([a, b], reward, 1000 * period))).toBe(true)
      }
      expect(JSON.stringify(control.save())).not.toContain('null')
      expect(walk(control, 100, 1e6).every(isAllowed)).toBe(true)
    })

    it('goes on from a saved state as it would have gone on itself after an interruption', () => {
      const first = make()
      walk(first, 200)
      const saved = JSON.parse(JSON.stringify(first.save())) as unknown
      const [one, other] = [make(1), make(1)]
      one.load(saved)
      other.load(saved)
      expect(one.save()).toEqual(saved)
      expect(walk(one, 200)).toEqual(walk(other, 200))
    })

    it('refuses a state of another feature set, of another policy, and a broken one, and keeps its own', () => {
      const saved = make().save()
      const other = create({
        ...contextOf(actions),
        features: [features[0]!, { name: 'ioWait', low: 0, high: 1 }],
      })
      const kept = JSON.stringify(other.save())
      expect(() => other.load(saved)).toThrow(
        /features: saved for \[queue 0\.\.100, busy 0\.\.1\].*ioWait 0\.\.1/,
      )
      expect(() => make().load({ ...saved, policy: 'oracle' })).toThrow(/policy: saved for oracle/)
      expect(() => make().load({ ...saved, actions: { kind: 'choice', names: ['a'] } })).toThrow(
        /actions: saved for/,
      )
      for (const broken of [null, 7, [], {}]) expect(() => make().load(broken)).toThrow('does not fit')
      if (saved.parts.length > 0) {
        const parts = saved.parts.map((part) => ({ ...part, values: [...part.values, 1] }))
        expect(() => make().load({ ...saved, parts })).toThrow(/numbers, found/)
        const text = saved.parts.map((part) => ({ ...part, values: part.values.map(String) }))
        expect(() => make().load({ ...saved, parts: text })).toThrow(/numbers only/)
      }
      expect(JSON.stringify(other.save())).toBe(kept)
    })
  })
}
