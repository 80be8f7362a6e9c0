import { describe, expect, it } from 'vitest'
import { judge } from '#experiments/objective/judge.ts'
import { readObjective } from '#experiments/objective.ts'

/** Runs with these mean responses, and P95 three times as long. */
const runs = (...means: number[]) =>
  means.map((mean) => ({
    metrics: {
      'responseMs.mean': { value: mean, unit: 'ms' },
      'responseMs.p95': { value: 3 * mean, unit: 'ms' },
      errorRatio: { value: 0, unit: 'ratio' },
    },
  }))
const verdict = (text: string, ...means: number[]) => judge(readObjective(text), runs(...means))

describe('an objective is judged by the interval', () => {
  it('kept, broken or undecided', () => {
    // Mean 10, half-width 2.48 (Student, two degrees of freedom).
    expect(verdict('mean < 12.5 ms', 9, 10, 11)).toBe('kept')
    expect(verdict('mean < 12.4 ms', 9, 10, 11)).toBe('undecided')
    expect(verdict('mean < 7.6 ms', 9, 10, 11)).toBe('undecided')
    expect(verdict('mean < 7.5 ms', 9, 10, 11)).toBe('broken')
    expect(verdict('mean > 7.5 ms', 9, 10, 11)).toBe('kept')
    expect(verdict('mean > 12.5 ms', 9, 10, 11)).toBe('broken')
  })

  it('run by run, so that what both sides share cancels', () => {
    expect(verdict('p95 < 3.1 * mean', 40, 50, 60)).toBe('kept')
    expect(verdict('p95 < 2.9 * mean', 50, 51, 52)).toBe('broken')
  })

  it('by the value of a single run', () => {
    expect(verdict('mean < 10 ms', 9)).toBe('kept')
    expect(verdict('mean < 10 ms', 10)).toBe('broken')
    expect(verdict('mean <= 10 ms', 10)).toBe('kept')
  })

  it('with the limit itself when it is included', () => {
    expect(verdict('errors <= 0', 1, 2)).toBe('kept')
    expect(verdict('errors < 0', 1, 2)).toBe('broken')
    expect(verdict('errors >= 0', 1, 2)).toBe('kept')
  })

  it('and by Kleene where parts are undecided', () => {
    const [kept, broken, open] = ['mean < 1 s', 'mean < 1 ms', 'mean < 10 ms']
    const of = (text: string) => verdict(text, 9, 10, 11)
    expect([kept, broken, open].map(of)).toEqual(['kept', 'broken', 'undecided'])
    expect(of(`${kept} and ${open}`)).toBe('undecided')
    expect(of(`${broken} and ${open}`)).toBe('broken')
    expect(of(`${kept} or ${open}`)).toBe('kept')
    expect(of(`${broken} or ${open}`)).toBe('undecided')
    expect(of(`not (${open})`)).toBe('undecided')
    expect(of(`not (${broken})`)).toBe('kept')
    expect(of(`${kept} and ${kept}`)).toBe('kept')
    expect(of(`${broken} or ${broken}`)).toBe('broken')
  })

  it('leaves what has no value undecided', () => {
    expect(verdict('power < 100 W', 9, 10)).toBe('undecided')
    expect(verdict('mean / errors < 3 s', 9, 10)).toBe('undecided')
  })
})
