import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fingerprint } from '#sim/fingerprint.ts'

type Step = readonly [time: number, kind: number, subject: number]
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.double({ min: 0, max: 1e9, noNaN: true }),
  fc.nat(9),
  fc.nat(10_000),
)

function textOf(steps: readonly Step[]): string {
  const fingerprint = new Fingerprint()
  for (const [time, kind, subject] of steps) fingerprint.add(time, kind, subject)
  return fingerprint.text()
}

describe('a fingerprint', () => {
  it('is 16 hexadecimal digits and the same for the same events', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        expect(textOf(steps)).toMatch(/^[0-9a-f]{16}$/)
        expect(textOf(steps)).toBe(textOf(steps))
      }),
    )
  })

  it('tells apart two runs that differ in one event', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), step, step, (steps, one, other) => {
        fc.pre(!one.every((value, index) => Object.is(value, other[index])))
        expect(textOf([one, ...steps])).not.toBe(textOf([other, ...steps]))
      }),
    )
  })

  it('tells apart times that differ by one ulp, and the order of two events', () => {
    expect(textOf([[1, 0, 0]])).not.toBe(textOf([[1 + Number.EPSILON, 0, 0]]))
    const [a, b]: Step[] = [
      [1, 1, 7],
      [1, 2, 7],
    ]
    expect(textOf([a!, b!])).not.toBe(textOf([b!, a!]))
  })

  it('never changes: stored results stay comparable', () => {
    expect(
      textOf([
        [0, 0, 0],
        [0.5, 1, 3],
        [1e9, 8, 10_000],
      ]),
    ).toMatchInlineSnapshot(`"d10076c4b332d83b"`)
  })
})
