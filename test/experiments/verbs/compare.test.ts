import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compare as verb } from '#experiments/verbs/compare.ts'
import { callVerb, tandem } from '../command.ts'
import { folder, stationFile } from '../short-station.ts'

const base = stationFile()
const compare = (...words: string[]) => callVerb(verb, words)
const slower = ['--set-candidate', 'service.mean=1.1 ms']

describe('tandem compare', () => {
  it('says that a slower server is worse, and exits 1', async () => {
    const { status, stdout } = await tandem('compare', base, ...slower, '--replications', '10', '--json')
    expect(status).toBe(1)
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({
      outcome: 'worse',
      replications: 10,
      seed: 1,
      objectives: [],
      skipped: [],
    })
    expect(document.verdict).toMatch(/^candidate is worse: mean response \+\d+ % \(\+\d/)
    const response = document.metrics['responseMs.mean']
    expect(response).toMatchObject({ unit: 'ms', better: 'lower', outcome: 'worse' })
    expect(response.difference.low).toBeGreaterThan(0)
    expect(response.candidate.mean - response.base.mean).toBeCloseTo(response.difference.mean, 9)
    expect(response.pAdjusted).toBeGreaterThanOrEqual(response.pValue)
    // Common random numbers: both meet the same arrivals and the same work.
    expect(response.correlation).toBeGreaterThan(0.5)
    expect(response.varianceReduction).toBeGreaterThan(1)
    expect(document.metrics['utilisation.station'].better).toBe(null)
  })

  it('says that a faster server is better, in a table', async () => {
    const faster = stationFile()
    const { status, stdout } = await compare(
      base,
      faster,
      '--set-candidate',
      'service.mean=0.8 ms',
      '--metric',
      'mean',
    )
    expect(status).toBe(0)
    expect(stdout).toMatch(/^metric +base +candidate +change +95 % interval/)
    expect(stdout).toMatch(/responseMs\.mean.* better\n/)
    expect(stdout).toMatch(/candidate is better: mean response -\d+ %/)
    expect(stdout).not.toContain('responseMs.p95')
  })

  it('tells no difference where there is none', async () => {
    const { status, stdout } = await compare(base, base)
    expect(status).toBe(0)
    expect(stdout).toContain('candidate and base are the same in every metric of every replication')
  })

  it('says that a candidate whose queue grows without end is worse', async () => {
    const words = ['--set-candidate', 'service.mean=2 ms']
    const { status, stdout } = await compare(base, ...words, '--json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ outcome: 'worse', replications: 0 })
    expect((await compare(base, ...words)).stdout).toMatch(
      /^candidate is worse: .*unstable: offered load 1.6/,
    )
    const { status: wrong, stderr } = await compare(base, '--set', 'service.mean=2 ms', ...words)
    expect(wrong).toBe(2)
    expect(stderr).toMatch(/unstable/)
  })

  it('checks objectives of the candidate, those of its file too', async () => {
    const strict = stationFile("objectives: ['p95 < 1 h']\n")
    const words = [base, strict, '--slo', 'mean < 1 us or errors']
    expect((await compare(...words)).status).toBe(2)
    const { status, stdout } = await compare(
      base,
      strict,
      '--slo',
      'mean < 1 us',
      '--slo',
      'throughput > 700 / s and throughput < 900 / s and not (utilisation.station > 99 %)',
      '--slo',
      'throughput > 800 / s',
    )
    expect(status).toBe(1)
    expect(stdout).toContain('objective kept: p95 < 1 h')
    expect(stdout).toContain('objective broken: mean < 1 us')
    expect(stdout).toContain('objective kept: throughput > 700 / s and')
    expect(stdout).toContain('objective undecided: throughput > 800 / s')
  })

  it('replicates to a precision, and says how far it came at the cap', async () => {
    const met = await compare(base, ...slower, '--metric', 'p50', '--precision', '30%', '--json')
    expect(JSON.parse(met.stdout).precision).toMatchObject({ metric: 'responseMs.p50', isMet: true })
    const capped = await compare(base, ...slower, '--precision', '0.1%', '--replications', '5')
    expect(capped.stdout).toMatch(/precision not met: responseMs.mean ± .* at 5 replications.*the cap of 5/)
  })

  it('uses the seed for both and stores what it found', async () => {
    const out = folder()
    const { stdout } = await compare(
      base,
      ...slower,
      '--seed',
      '5',
      '--replications',
      '3',
      '--out',
      out,
      '--json',
    )
    const stored = JSON.parse(readFileSync(join(out, 'compare.json'), 'utf8'))
    expect(stored).toMatchObject({ kind: 'comparison', ...JSON.parse(stdout), seed: 5, replications: 3 })
    expect(stored.scenarios.candidate.service.meanMs).toBe(1.1)
  })

  it.each([
    [[], /usage: tandem compare/],
    [[base], /nothing to compare with; name a CANDIDATE/],
    [[base, base, base], /usage: tandem compare/],
    [[base, 'no/such.yaml'], /no\/such\.yaml: there is no such file/],
    [[base, ...slower, '--slo', 'p96 < 3 ms'], /--slo: 'p96 < 3 ms': unknown name 'p96'.*did you mean p95\?/],
    [[base, ...slower, '--slo', 'errors < 1 %'], /'errors' is not measured here, allowed mean/],
    [[base, ...slower, '--metric', 'p96'], /--metric: no metric 'p96' is measured, did you mean p95\?/],
    [[base, ...slower, '--replications', '1'], /--replications.*allowed 2 to 10000/],
    [[base, ...slower, '--precision', '90%'], /--precision: found "90%"/],
    [[base, '--set-candidate', 'service.mean=1 W'], /service\.mean: '1 W' is not in ms/],
    [[base, 'experiments/scenarios/twin.yaml'], /must be of one kind; found model station and web/],
  ])('answers %j with status 2 and one clear error', async (words, message) => {
    const { status, stdout, stderr } = await compare(...words)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })
})
