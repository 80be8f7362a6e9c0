import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
async function tandem(...words: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  try {
    return { status: 0, ...(await run('node', ['experiments/tandem.ts', ...words])) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, stdout, stderr }
  }
}
const folder = () => mkdtempSync(join(tmpdir(), 'tandem-test-'))
const short = ['--set', 'duration=2 s', '--set', 'warmUp=500 ms', '--replications', '2']

describe('the command', () => {
  it('lists its verbs', async () => {
    const { status, stdout } = await tandem('--help')
    expect(status).toBe(0)
    for (const verb of [
      'run',
      'compare',
      'sweep',
      'policies',
      'reproduce',
      'serve',
      'load',
      'validate',
      'replay',
      'report',
    ])
      expect(stdout).toContain(`  ${verb}`)
  })

  it.each([
    [['runn'], /unknown verb 'runn', did you mean run\?/],
    [['run', 'no/such.yaml'], /no\/such\.yaml: there is no such file/],
    [['run', 'experiments/scenarios/mm1.yaml', '--sed', '1'], /unknown option --sed, did you mean --seed\?/],
    [['run', 'experiments/scenarios/mm1.yaml', '--seed', '-1'], /--seed/],
    [['policies', '--kind', 'evicton'], /did you mean eviction\?/],
    [['reproduce', 'papr'], /allowed paper/],
    [['load', 'experiments/scenarios/twin.yaml', '--url', 'http://192.0.2.1:80'], /on this machine/],
    [['load', 'experiments/scenarios/twin.yaml', '--with', 'k7'], /k7.*allowed k6, builtin/],
    [
      [
        'load',
        'experiments/scenarios/twin.yaml',
        '--with',
        'builtin',
        '--faults',
        '--url',
        'http://127.0.0.1:1',
      ],
      /leave --url out/,
    ],
    [['serve', 'experiments/scenarios/mm1.yaml'], /needs a web backend/],
    [['report', 'no-such-folder'], /no-such-folder/],
    [['replay', 'package.json'], /package\.json: the first line is not the header of a recording/],
  ])('answers %j with status 2 and one clear error', async (words, message) => {
    const { status, stdout, stderr } = await tandem(...words)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('prints one JSON document and nothing else', async () => {
    const { status, stdout } = await tandem('run', 'experiments/scenarios/mm1.yaml', '--json', ...short)
    expect(status).toBe(0)
    const document = JSON.parse(stdout)
    expect(Object.keys(document).sort()).toEqual([
      'events',
      'fingerprint',
      'metrics',
      'replications',
      'scenario',
      'seed',
      'virtualMs',
      'wallMs',
    ])
    expect(Object.keys(document.metrics['responseMs.mean']).sort()).toEqual([
      'high',
      'low',
      'mean',
      'replications',
      'unit',
    ])
    const again = JSON.parse(
      (await tandem('run', 'experiments/scenarios/mm1.yaml', '--json', ...short)).stdout,
    )
    expect(again.fingerprint).toBe(document.fingerprint)
    expect(again.metrics).toEqual(document.metrics)
  })

  it('stores a run and draws it without a reference to the network', async () => {
    const out = folder()
    expect((await tandem('run', 'experiments/scenarios/twin.yaml', '--out', out, ...short)).status).toBe(0)
    expect((await tandem('report', out)).status).toBe(0)
    const html = readFileSync(join(out, 'report.html'), 'utf8')
    expect(html).toContain('<svg')
    expect(html).not.toMatch(/(src|href)="https?:/)
  })

  it('exits 1 when an objective is broken', async () => {
    const { status, stdout } = await tandem(
      'run',
      'experiments/scenarios/mm1.yaml',
      '--set',
      'objectives=[p95 < 1 ms]',
      ...short,
      '--replications',
      '8',
    )
    expect(status).toBe(1)
    expect(stdout).toContain('objective broken: p95 < 1 ms')
  })

  it('prints what it computed when it cannot store it', async () => {
    const file = join(folder(), 'a-file')
    writeFileSync(file, '')
    const { status, stdout, stderr } = await tandem(
      'run',
      'experiments/scenarios/mm1.yaml',
      '--out',
      file,
      ...short,
    )
    expect(status).toBe(2)
    expect(stdout).toContain('responseMs.mean')
    expect(stderr).toContain('cannot be written')
  })

  it('reproduces the paper in small: all 23 cells, the ablation aside', async () => {
    const out = folder()
    const words = ['reproduce', 'paper', '--json', '--no-ablation', '--replications', '1', '--out', out]
    const { status, stdout } = await tandem(...words, '--set', 'duration=1500 ms', '--set', 'warmUp=1 s')
    expect(status).toBe(0)
    const { cells, baseline, claims } = JSON.parse(stdout)
    expect(cells).toHaveLength(23)
    expect(baseline.map(({ id }: { id: string }) => id)).toEqual(['C39', 'C41', 'C42'])
    expect(cells.filter(({ role }: { role: string }) => role === 'holdout')).toHaveLength(8)
    expect(claims.length).toBeGreaterThanOrEqual(10)
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toMatch(/(src|href)="https?:/)
  })
})
