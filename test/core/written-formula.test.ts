import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '#core/schema.ts'
import { compileFormula, formulaText } from '#core/written-formula.ts'

const names = {
  a: { dimension: { ms: 1, bytes: 0 }, meaning: 'a time' },
  b: { dimension: { ms: 0, bytes: 1 }, meaning: 'a size' },
  n: { dimension: { ms: 0, bytes: 0 }, meaning: 'a number' },
  m: { dimension: { ms: 0, bytes: 0 }, meaning: 'another' },
} as const
const evaluated = (text: string) => compileFormula(text, names)(Float64Array.of(2, 3, 5, 7))

describe('a written formula', () => {
  it.each([
    ['n + m * 2', 19],
    ['(n + m) / 4', 3],
    ['-n - -m', 2],
    ['+n', 5],
    ['min(n, m, 6) + max(n, m)', 12],
    ['abs(-n) + sqrt(n * n)', 10],
    ['log(exp(n))', 5],
    ['a + 300 ms', 302],
    ['a / (1 s)', 0.002],
    ['a + 2 s', 2002],
    ['b + 1 KiB', 1027],
    ['a * b / (1 ms)', 6],
    ['n m', 35],
  ])('%s', (text, expected) => {
    expect(evaluated(text)).toBeCloseTo(expected, 12)
  })

  it('is what JavaScript makes of the same text', () => {
    const leaf = fc.constantFrom('n', 'm', '2', '0.5')
    const tree = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc
          .tuple(tie('value'), fc.constantFrom('+', '-', '*', '/'), tie('value'))
          .map(([l, o, r]) => `(${l} ${o} ${r})`),
      ),
    })).value
    fc.assert(
      fc.property(tree, (text) => {
        const direct = new Function('n', 'm', `return ${text}`) as (n: number, m: number) => number
        expect(evaluated(text)).toBe(direct(5, 7))
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('may be infinite or not a number', () => {
    expect(evaluated('n / (m - 7)')).toBe(Number.POSITIVE_INFINITY)
    expect(evaluated('0 / (m - 7)')).toBeNaN()
  })

  it.each([
    ['n + x', /unknown name 'x'; allowed are a, b, n, m, us, ms/],
    ['a + b', /sum of different units: ms and bytes/],
    ['a - n', /difference of different units: ms and a plain number/],
    ['max(a, b)', /max of different units/],
    ['exp(a)', /exp of a quantity/],
    ['ms * n', /the unit 'ms' stands alone/],
    ['n = 3', /AssignmentNode is not allowed/],
    ['n ^ 2', /pow is not allowed/],
    ['n > 2', /larger is not allowed/],
    ['sin(n)', /sin is not allowed/],
    ['import("fs")', /import is not allowed/],
    ['sqrt(n, m)', /sqrt takes one value/],
    ['min()', /min takes one value/],
    ['[n, m]', /ArrayNode is not allowed/],
    ['n; m', /BlockNode is not allowed/],
    ['constructor', /unknown name 'constructor'/],
    ['n.constructor', /AccessorNode is not allowed/],
    ['n +', /Unexpected end/],
    ['', /no number|undefined|not allowed/],
    ['"n"', /no number/],
    ['1e999', /no number/],
  ])('refuses %s', (text, message) => {
    expect(() => compileFormula(text, names)).toThrow(message)
  })

  it('refuses a text that is too long', () => {
    expect(() => compileFormula(`n${' + n'.repeat(300)}`, names)).toThrow(/allowed 1000/)
  })

  it('is a problem of the configuration at its place', () => {
    const schema = formulaText({ names, default: 'n', meaning: 'rank' })
    expect(check(schema, 'n * m')).toEqual({ value: 'n * m', problems: [] })
    expect(check(schema, undefined).value).toBe('n')
    const [problem] = check(schema, 'n * k', 'schedule.priority').problems
    expect(problem).toMatchObject({ path: 'schedule.priority', value: 'n * k' })
    expect(check(schema, 3).problems).toHaveLength(1)
  })
})
