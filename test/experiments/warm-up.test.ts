import { describe, expect, it } from 'vitest'
import { warmUpCheck, warmUpText } from '#experiments/warm-up.ts'
import type { RunResult } from '#sim/result.ts'

const run = (warmUpMs: number, values: readonly number[]): RunResult =>
  ({ warmUpMs, series: [{ name: 'responseMean', unit: 'ms', values }] }) as unknown as RunResult
/** Starts empty: far too low for ten seconds. */
const biased = Array.from(
  { length: 100 },
  (_, second) => (second < 10 ? second / 10 : 5) + 0.01 * (second % 3),
)

describe('the check of a warm-up', () => {
  it('finds where the start ends, and says when too little is left out', () => {
    const check = warmUpCheck([run(2000, biased), run(2000, biased)])!
    expect(check).toEqual({ setMs: 2000, mserMs: 10_000, isReliable: true })
    expect(warmUpText(check)).toMatch(/but MSER-5 asks for 10.*biased by the start/)
  })

  it('is content with a warm-up that is longer than needed', () => {
    expect(warmUpText(warmUpCheck([run(12_000, biased)])!)).toMatch(/12.* s left out, MSER-5 asks for 10/)
  })

  it('says when a run is too short to tell', () => {
    const rising = Array.from({ length: 20 }, (_, second) => second)
    expect(warmUpText(warmUpCheck([run(1000, rising)])!)).toMatch(/too short/)
  })

  it('has nothing to say of runs without a series of responses or of a few seconds', () => {
    expect(warmUpCheck([{ ...run(0, biased), series: [] }])).toBeUndefined()
    expect(warmUpCheck([run(0, [1, 2, 3])])).toBeUndefined()
    expect(warmUpCheck([])).toBeUndefined()
  })
})
