import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TandemError } from '#core/errors.ts'
import { type Measured, metricsIn, type Quantity, readCondition } from '#experiments/objective/expression.ts'

const read = (text: string) => readCondition(text, { place: '--slo' })
const values: Record<string, number> = {
  'responseMs.mean': 100,
  'responseMs.p95': 300,
  throughputPerSecond: 50,
}
const measured: Measured = (metric) => values[metric] ?? Number.NaN

/** Both sides of a comparison in seconds and joules. */
function sides(text: string): [number, number] {
  const condition = read(text)
  if (condition.kind !== 'comparison') throw new Error(`${text} is no comparison`)
  const of = (side: Quantity) => side.value(measured)
  return [of(condition.left), of(condition.right)]
}

describe('the language of objectives', () => {
  it.each([
    ['p95 < 500 ms', 0.3, 0.5],
    ['responseMs.p95 < 0.5 s', 0.3, 0.5],
    ['mean >= 1.5 min', 0.1, 90],
    ['throughput > 120 / s', 50, 120],
    ['p95 / mean < 5', 3, 5],
    ['p95 - mean <= 2 * 150 ms', 0.2, 0.3],
    ['mean < -3 ms', 0.1, -0.003],
    ['mean < (1 + 1) * 50 ms', 0.1, 0.1],
    ['mean * 110 % < p95', 0.11, 0.3],
    ['throughput * mean < 6', 5, 6],
  ])('reads %s', (text, left, right) => {
    const [a, b] = sides(text)
    expect(a).toBeCloseTo(left, 12)
    expect(b).toBeCloseTo(right, 12)
  })

  it('reads percentages, and, or, not and chains', () => {
    expect(read('errors < 1 % and not (p95 >= 3 s or power > 1.2 kW)')).toMatchObject({
      kind: 'and',
      parts: [
        { kind: 'comparison', comparator: '<' },
        { kind: 'not', part: { kind: 'or', parts: [{ comparator: '>=' }, { comparator: '>' }] } },
      ],
    })
    expect(read('100 ms < p95 <= 500 ms')).toMatchObject({
      kind: 'and',
      parts: [{ comparator: '<' }, { comparator: '<=' }],
    })
    expect(sides('hitRatio.l1 > 50 %')[1]).toBe(0.5)
  })

  it('names a metric with a dash in brackets', () => {
    expect(metricsIn(read('utilisation["web-1"] < 0.9 and utilisation.b < 1'))).toEqual([
      'utilisation.web-1',
      'utilisation.b',
    ])
  })

  it('tells each metric once', () => {
    expect(metricsIn(read('p95 < 3 * mean and mean < 10 ms or not (p95 > 1 s)'))).toEqual([
      'responseMs.p95',
      'responseMs.mean',
    ])
  })

  it.each([
    [
      'p96 < 3 ms',
      /--slo: 'p96 < 3 ms': unknown name 'p96' at character 1, did you mean p95\?; allowed mean, p50/,
    ],
    ['p95 < 3 Kwh', /unknown name 'Kwh' at character 9, did you mean kWh\?/],
    ['p95 < 3', /in 'p95 < 3' the left is a time such as '500 ms', the right a number/],
    ['p95 < 3 W', /the left is a time such as '500 ms', the right a power such as '112 W'/],
    ['throughput > 120', /the left is a rate such as '120 \/ s', the right a number/],
    ['p95 + 1 < 3 ms', /in 'p95 \+ 1' the left is a time/],
    ['p99.9 < 5 ms', /is not clear; write a product with \*/],
    ['p95', /'p95' is a value, not a condition/],
    ['mean and p95', /'mean' is a value where a condition/],
    ['(p95 < 1 s) + 1 s < 3 s', /is a condition where a value is needed/],
    ['p95 < ms', /'ms' has no number, write it such as '1 ms'/],
    ['3 ms < 4 ms', /speaks of no metric, allowed mean/],
    ['p95 < ', /Unexpected end of expression/],
    ['p95 < 500 ms)', /Unexpected operator \) \(char 13\)/],
    ['p95 == 3 ms', /'p95 == 3 ms' is not allowed; allowed are < <= > >=/],
    ['p95 = 3 ms', /not allowed/],
    ['f(3) < 3 ms', /'f\(3\)' is not allowed/],
    ['import("fs") < 3', /not allowed/],
    ['p95.constructor.constructor("x") < 3', /not allowed/],
    ['mean + 10 % < p95', /in 'mean \+ 0.1' the left is a time/],
    ['errors < 500 % 3', /Unexpected part "3"/],
    ['errors % 3 < 1', /not allowed/],
    ['p95 ^ 2 < 3 s', /not allowed/],
    ['[1, 2] < 3', /not allowed/],
    ['p95 < 3 ms; 4', /not allowed/],
    ['', /not|no /],
    ['p95 < 1 s and '.repeat(100), /characters, allowed 1000/],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(TandemError)
    expect(() => read(text)).toThrow(message)
  })

  it('allows only what will be measured, if that is known', () => {
    const context = {
      place: '--slo',
      measured: new Map([
        ['surprise', 'ms'],
        ['responseMs.mean', 'ms'],
      ]),
    }
    expect(metricsIn(readCondition('surprise < 3 ms', context))).toEqual(['surprise'])
    expect(() => readCondition('errors < 1 %', context)).toThrow(
      "'errors' is not measured here, allowed mean, surprise, responseMs.mean",
    )
  })

  it('answers any text with a condition or with a coded error', () => {
    const words = fc.constantFrom(
      'p95',
      'mean',
      '500',
      'ms',
      '<',
      '>',
      'and',
      'not',
      '(',
      ')',
      '+',
      '/',
      '%',
      '"',
      '.',
      '[',
    )
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        try {
          read(parts.join(' '))
        } catch (error) {
          expect(error).toBeInstanceOf(TandemError)
        }
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})
