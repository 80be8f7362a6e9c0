import { describe, expect, it } from 'vitest'
import { precisionText, readPrecision, replicateToPrecision } from '#experiments/precision.ts'
import { runReplications } from '#experiments/replications.ts'
import { readScenario } from '#experiments/scenario-file.ts'
import { stationFile } from './short-station.ts'

const scenario = readScenario(stationFile())
const { signal } = new AbortController()

describe('replicating to a precision', () => {
  it('adds rounds until the interval is narrow enough, and runs what a single call would run', async () => {
    const rounds = new Set<string>()
    const { results, reached } = await replicateToPrecision([scenario], {
      precision: 0.12,
      replications: 4,
      signal,
      progress: ({ from, to }) => rounds.add(`${from}-${to}`),
    })
    expect(reached.isMet).toBe(true)
    expect(reached.halfWidthRatio).toBeLessThanOrEqual(0.12)
    expect(reached.replications).toBe(results[0]!.length)
    expect(rounds.size).toBeGreaterThan(1)
    expect(precisionText(reached)).toMatch(/^precision met: responseMs.mean ± \d+\.\d % at \d+ replications/)
    const [whole] = await runReplications([scenario], { replications: results[0]!.length, signal })
    expect(results[0]).toEqual(whole)
  })

  it('stops at the cap and says how far it came', async () => {
    const { results, reached } = await replicateToPrecision([scenario], {
      precision: 0.001,
      replications: 4,
      replicationsMax: 9,
      metric: 'p95',
      signal,
    })
    expect(results[0]).toHaveLength(9)
    expect(reached).toMatchObject({ isMet: false, replications: 9, metric: 'responseMs.p95' })
    expect(precisionText(reached)).toMatch(
      /^precision not met: responseMs.p95 ± .* at 9 replications, wanted 0.1 %: the cap of 9 was reached, about \d+ replications would do$/,
    )
  })

  it('gives all scenarios the same replications, as many as the least known needs', async () => {
    const calm = readScenario(stationFile(), ['service.mean=0.1 ms'])
    const { results, reached } = await replicateToPrecision([calm, scenario], {
      precision: 0.2,
      replications: 3,
      signal,
    })
    expect(results[0]).toHaveLength(results[1]!.length)
    // The calm one alone is known after the first round.
    expect(results[0]!.length).toBeGreaterThan(3)
    expect(reached.isMet).toBe(true)
  })

  it('keeps what was finished when it is aborted', async () => {
    const abort = new AbortController()
    const { results, reached } = await replicateToPrecision([scenario], {
      precision: 0.0001,
      replications: 4,
      signal: abort.signal,
      progress: ({ from }) => {
        if (from > 0) abort.abort()
      },
    })
    expect(results[0]!.length).toBeGreaterThanOrEqual(4)
    expect(reached.isMet).toBe(false)
    expect(precisionText(reached)).toContain(': stopped')
  })

  it('refuses a metric that is not measured', async () => {
    const options = { precision: 0.1, replications: 3, metric: 'errors', signal }
    await expect(replicateToPrecision([scenario], options)).rejects.toThrow(/no metric 'errors' is measured/)
  })
})

it.each([
  ['1%', 0.01],
  ['1 %', 0.01],
  ['0.05', 0.05],
  [undefined, undefined],
])('reads --precision %s', (written, ratio) => {
  expect(readPrecision(written)).toBe(ratio)
})

it.each(['0', '-1%', '90 %', '1 ms', '', 'x'])("refuses --precision '%s'", (written) => {
  expect(() => readPrecision(written)).toThrow(`--precision: found "${written}", allowed 0.01 % to 50 %`)
})
