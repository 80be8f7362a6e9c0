import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sweep as verb } from '#experiments/verbs/sweep.ts'
import { callVerb } from '../command.ts'
import { folder, stationFile } from '../short-station.ts'

const station = stationFile()
const sweep = (...words: string[]) => callVerb(verb, words)
const tables = (out: string) =>
  ['results.csv', 'summary.csv', 'sweep.json'].map((name) => readFileSync(join(out, name), 'utf8'))

describe('tandem sweep', () => {
  it('prints one JSON document and writes the tables, the same whatever the workers', async () => {
    const [one, two] = [folder(), folder()]
    const words = [
      station,
      '--vary',
      'servers=1..2:2',
      '--vary',
      'service.mean=0.5 ms,1 ms',
      '--replications',
      '2',
    ]
    const { status, stdout } = await sweep(...words, '--workers', '1', '--out', one, '--json')
    expect(status).toBe(0)
    const document = JSON.parse(stdout)
    expect(document).toMatchObject({ scenario: 'short station', seed: 1, replications: 2 })
    expect(document.cells).toHaveLength(4)
    expect(document.cells[1]).toMatchObject({
      values: { servers: '1', 'service.mean': '1 ms' },
      replications: 2,
      problem: '',
    })
    const [shorter, longer] = document.cells.map(
      ({ metrics }: { metrics: Record<string, { mean: number }> }) => metrics['responseMs.mean']!.mean,
    )
    expect(shorter).toBeLessThan(longer)
    await sweep(...words, '--workers', '4', '--out', two)
    expect(tables(two)).toEqual(tables(one))
    const [results, , base] = tables(one)
    expect(results!.trimEnd().split('\n')).toHaveLength(1 + 4 * 2)
    expect(JSON.parse(base!)).toMatchObject({
      kind: 'sweep',
      cells: 4,
      base: { model: 'station', servers: 1 },
    })
  })

  it('shows the metrics that are asked for, and refuses one that is not measured', async () => {
    const words = [station, '--vary', 'servers=1,2', '--replications', '2', '--out', folder(), '--show']
    const { stdout } = await sweep(...words, 'waitMs.mean,throughput')
    expect(stdout.split('\n')[0]).toMatch(/servers +waitMs\.mean +95 % interval +throughputPerSecond +runs/)
    expect(await sweep(...words, 'redisOperationsPerRead')).toMatchObject({ status: 2 })
  })

  it('reports a cell that cannot run, finishes the others and exits 1', async () => {
    const out = folder()
    const { status, stdout } = await sweep(
      station,
      '--vary',
      'service.mean=0 W,1 ms,2 ms',
      '--replications',
      '2',
      '--out',
      out,
    )
    expect(status).toBe(1)
    expect(stdout).toContain("cell 0: service.mean: '0 W' is not in ms")
    expect(stdout).toMatch(/^1 +1 ms +\d/m)
    expect(stdout).toMatch(/^cell 2: 2 of 2 runs failed: .*unstable: offered load 1.6/m)
    expect(tables(out)[0]).toMatch(/^2,2 ms,1,1,.*unstable/m)
  })

  it('keeps what is there when it is stopped, says how to go on, and ends with the same tables', async () => {
    const [stopped, whole] = [folder(), folder()]
    const words = [station, '--vary', 'servers=1,2', '--replications', '300']
    const child = spawn('node', ['experiments/tandem.ts', 'sweep', ...words, '--out', stopped])
    let stdout = ''
    child.stdout.on('data', (text) => {
      stdout += text
    })
    child.stderr.once('data', () => child.kill('SIGINT'))
    const [status] = await once(child, 'close')
    expect(status).toBe(130)
    expect(stdout).toMatch(
      /^stopped; finished runs are kept in \S+\. To go on: tandem sweep \S+ --vary servers=1,2 --replications 300 --out \S+\n$/,
    )
    const journal = readFileSync(join(stopped, 'journal.jsonl'), 'utf8')
    const resume = stdout.trimEnd().split(' To go on: tandem sweep ')[1]!.split(' ')
    const { status: after } = await sweep(...resume)
    expect(after).toBe(0)
    expect(readFileSync(join(stopped, 'journal.jsonl'), 'utf8').startsWith(journal)).toBe(true)
    await sweep(...words, '--workers', '1', '--out', whole)
    expect(tables(stopped)).toEqual(tables(whole))
  })

  it('refuses a folder that holds another sweep', async () => {
    const out = folder()
    await sweep(station, '--vary', 'servers=1,2', '--replications', '1', '--out', out)
    const { status, stderr } = await sweep(
      station,
      '--vary',
      'servers=1,3',
      '--replications',
      '1',
      '--out',
      out,
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(/holds another sweep: design was servers=1,2, is now servers=1,3/)
  })

  it.each([
    [[], /usage: tandem sweep/],
    [[station], /usage: tandem sweep/],
    [['no/such.yaml', '--vary', 'servers=1,2'], /no\/such\.yaml: there is no such file/],
    [[station, '--vary', 'servers'], /--vary servers: must be path=a,b,c/],
    [[station, '--vary', 'servers=1..3'], /a range is lo\.\.hi:steps/],
    [[station, '--vary', 'servers=1', '--vary', 'servers=2'], /servers is varied twice/],
    [
      [station, '--vary', 'severs=1,2'],
      /no cell can run; the first: severs: unknown key 'severs', did you mean 'servers'\?/,
    ],
    [[station, '--vary', 'servers=1', '--workers', '0'], /--workers.*allowed 1 to 1024/],
    [[station, '--vary', 'servers=1', '--out', 'package.json'], /package\.json/],
  ])('answers %j with status 2 and one clear error', async (words, message) => {
    const { status, stdout, stderr } = await sweep(...words)
    expect(status).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toMatch(message)
  })
})
