import { expect, it } from 'vitest'
import { type Design, loadState, savedState } from '#core/control/control-state.ts'

const design: Design = {
  policy: 'p',
  features: [{ name: 'queue', low: 0, high: 9 }],
  actions: { kind: 'choice', names: ['a', 'b'] },
}

it('comes back from JSON number for number', () => {
  const values = Float64Array.of(0.1, -1 / 3, 5e-324, 1e300)
  const text = JSON.stringify(savedState(design, [{ name: 'w', values }]))
  const filled = new Float64Array(4)
  loadState(design, [{ name: 'w', values: filled }], JSON.parse(text))
  expect(filled).toEqual(values)
})

it('fills nothing when a later part does not fit', () => {
  const saved = savedState(design, [
    { name: 'w', values: Float64Array.of(1) },
    { name: 'u', values: Float64Array.of(1, 2) },
  ])
  const [w, u] = [new Float64Array(1), new Float64Array(3)]
  expect(() =>
    loadState(
      design,
      [
        { name: 'w', values: w },
        { name: 'u', values: u },
      ],
      saved,
    ),
  ).toThrow('u: expected 3 numbers, found 2')
  expect(w[0]).toBe(0)
})

it('names everything that differs at once', () => {
  const saved = savedState({ ...design, policy: 'q', features: [] }, [])
  expect(() => loadState(design, [], saved)).toThrow(/policy: saved for q.*features: saved for \[\]/)
})
