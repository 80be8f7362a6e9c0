import { describe, expect, it } from 'vitest'
import { distribution } from '#core/scenario/distribution-schema.ts'
import { check, problemText } from '#core/schema.ts'

const required = distribution({ meaning: 'time' })
const read = (raw: unknown) => check(required, raw, 'service', 'written')
const said = (raw: unknown) => read(raw).problems.map(problemText)

describe('random times in a scenario', () => {
  it('are exponential with a mean unless said', () => {
    expect(read({ mean: '20 ms' })).toMatchObject({
      value: { shape: 'exponential', meanMs: 20 },
      problems: [],
    })
    expect(said({})).toEqual(['service.mean: is missing (allowed: 0 to 1000000000 ms)'])
  })

  it.each([
    [{ shape: 'uniform', low: '1 ms', high: '3 ms' }, 2],
    [{ shape: 'pareto', alpha: 3, low: '2 ms' }, 3],
    [{ shape: 'pareto', alpha: 3, mean: '3 ms' }, 3],
    [{ shape: 'weibull', k: 1, mean: '5 ms' }, 5],
    [{ shape: 'empirical', values: ['1 ms', '5 ms'], weights: [3, 1] }, 2],
    [{ shape: 'hyperexponential', mean: '4 ms', p: 0.9 }, 4],
    [{ shape: 'bounded-pareto', alpha: 1.1, low: '1 ms', high: '10 s' }, 6.62108471404],
  ])('%j have their exact mean', (raw, mean) => {
    const { value, problems } = read(raw)
    expect(problems).toEqual([])
    expect(value.meanMs).toBeCloseTo(mean, 9)
    expect(check(required, value, 'service').problems).toEqual([])
  })

  it.each([
    [{ shape: 'erlang', mean: '1 ms', cv: 2 }, /service\.cv: .*0 or 0\.05 to 1/],
    [{ shape: 'hyperexponential', mean: '1 ms', cv: 0.5 }, /service\.cv: .*1 to 100/],
    [{ shape: 'pareto', mean: '1 ms', alpha: 1 }, /service\.alpha: .*over 1/],
    [{ shape: 'pareto', mean: '1 ms' }, /service\.alpha: is missing/],
    [{ shape: 'pareto', alpha: 3, low: '2 ms', mean: '4 ms' }, /service\.mean: .*a mean of 3 ms/],
    [{ shape: 'bounded-pareto', alpha: 1, low: '3 ms', high: '2 ms' }, /service\.low: .*less than high/],
    [{ shape: 'bounded-pareto', alpha: 1, low: '0 ms', high: '2 ms' }, /service\.low: .*over 0 ms/],
    [{ shape: 'weibull', mean: '1 ms' }, /service\.k: is missing/],
    [{ shape: 'uniform', low: '1 ms' }, /service\.high: is missing/],
    [{ shape: 'empirical' }, /service\.values: is missing/],
    [{ shape: 'empirical', values: [] }, /service\.values: has no value/],
    [{ shape: 'empirical', values: ['1 ms'], weights: [1, 2] }, /service\.weights: has 2/],
    [{ shape: 'empirical', values: ['1 ms'], weights: [0] }, /service\.weights: are all 0/],
    [{ shape: 'exponential', mean: '1 ms', alpha: 2 }, /service\.alpha: is no parameter of exponential/],
    [{ mean: '5 W' }, /service\.mean: /],
  ])('%j is refused', (raw, message) => {
    expect(said(raw)).toHaveLength(1)
    expect(said(raw)[0]).toMatch(message)
  })

  it('with a default mean take it only where the shape needs one', () => {
    const withDefault = distribution({ meanMs: 7, meaning: 'time' })
    expect(check(withDefault, undefined, 'x', 'written').value).toMatchObject({ meanMs: 7 })
    const uniform = { shape: 'uniform', low: '1 ms', high: '3 ms' }
    expect(check(withDefault, uniform, 'x', 'written')).toMatchObject({ value: { meanMs: 2 }, problems: [] })
  })
})
