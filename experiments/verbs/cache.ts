import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { parseRatio } from '#core/quantity.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { CellJob, CellResult } from '../cache/cell-worker.ts'
import { type Capacity, checkAdmission, readAdmission, readCapacities, readPolicies } from '../cache/cells.ts'
import { type CurveRow, measureCurves } from '../cache/measure-curves.ts'
import { type DecodedTrace, readTrace } from '../cache/read-trace.ts'
import { type TraceFormat, traceFormats } from '../cache/trace-format.ts'
import { writeReport } from '../report/stored-report.ts'
import { writeResult } from '../result-folder.ts'
import { percent, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { runJobs } from '../worker-pool.ts'

export const cache: Verb = {
  name: 'cache',
  summary:
    'Replays traces of requests through eviction policies at several capacities and counts misses. Files may be compressed by gzip or zstd.',
  usage: `cache TRACE... --policy a,b --capacity 0.01,1000 [--sized] [--admission POLICY] [--curve [--sample 0.01]] [--seed N] [--format ${traceFormats.join('|')}] [--columns key=NAME,size=NAME,time=NAME] [--workers N] [--out DIR]`,
  options: {
    policy: { type: 'string', multiple: true },
    capacity: { type: 'string' },
    sized: { type: 'boolean' },
    admission: { type: 'string' },
    curve: { type: 'boolean' },
    sample: { type: 'string' },
    seed: { type: 'string' },
    format: { type: 'string' },
    columns: { type: 'string' },
    workers: { type: 'string' },
    out: { type: 'string' },
  },
  run: replayTraces,
}

/** A row of the result. */
export interface CacheRow {
  readonly trace: string
  readonly policy: string
  readonly capacity: number
  readonly seed: number
  readonly requests: number
  readonly misses: number
  readonly missRatio: number
  readonly requestBytes: number
  readonly missBytes: number
  readonly byteMissRatio: number
  readonly requestsPerSecond: number
  /** Where one was asked for. */
  readonly admission?: string
}

interface Question {
  readonly policies: readonly PolicyChoice[]
  readonly capacities: readonly Capacity[]
  readonly admission: PolicyChoice | undefined
  readonly isSized: boolean
  readonly seed: number
  readonly workers: number
}

async function replayTraces({ positionals, values, out, signal }: Call): Promise<number> {
  if (positionals.length === 0) throw new TandemError('ConfigInvalid', `usage: tandem ${cache.usage}`)
  const isSized = values.sized === true
  const isCurve = values.curve === true
  const sampleRatio = sampleChoice(values.sample as string | undefined, isCurve)
  const question: Question = {
    policies: readPolicies((values.policy as string[] | undefined) ?? []),
    capacities:
      isCurve && values.capacity === undefined
        ? []
        : readCapacities(values.capacity as string | undefined, isSized),
    admission: admissionChoice(values.admission as string | undefined, isCurve),
    isSized,
    seed: wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }) ?? 1,
    workers: wholeNumber('--workers', values.workers, { min: 1, max: 1024 }) ?? availableParallelism(),
  }
  if (question.admission !== undefined) checkAdmission(question.policies, question.admission, isSized)
  const format = formatChoice(values.format as string | undefined)
  const rows: CacheRow[] = []
  const points: CurveRow[] = []
  const answer = () => {
    const result = isCurve ? points : rows
    out.json(result)
    if (isCurve) printCurves(points, out.line)
    else printRows(rows, isSized, out.line)
    if (values.out !== undefined)
      write(values.out as string, isCurve ? 'curve.json' : 'cache.json', result, out)
  }
  try {
    for (const path of positionals) {
      const trace = await readTrace(path, {
        format,
        columns: values.columns as string | undefined,
        signal,
        progress: (share) => out.progress(`${path}: read ${percent(share)}`),
      })
      if (isSized && trace.sizes === undefined)
        throw new TandemError('ConfigInvalid', `--sized: ${path} has no sizes (format ${trace.format})`)
      for (const note of notesOf(path, trace, question)) out.line(`note: ${note}`)
      if (isCurve)
        points.push(...(await curvesOf(path, trace, { ...question, sampleRatio }, { out, signal })))
      else rows.push(...(await rowsOf(path, trace, question, { out, signal })))
      if (signal.aborted) break
    }
  } catch (error) {
    // What earlier traces gave is not lost because a later one cannot be read.
    if (rows.length + points.length > 0) answer()
    throw error
  }
  answer()
  return signal.aborted ? 1 : 0
}

function write(
  folder: string,
  name: 'cache.json' | 'curve.json',
  result: readonly unknown[],
  { line }: Call['out'],
): void {
  line(`written: ${writeResult(folder, name, `${JSON.stringify(result, null, 1)}\n`)}`)
  line(`report: ${writeReport(folder, name)}`)
}

function sampleChoice(written: string | undefined, isCurve: boolean): number | undefined {
  if (written === undefined) return undefined
  const ratio = parseRatio(written)
  if (isCurve && 'value' in ratio && ratio.value > 0 && ratio.value <= 1) return ratio.value
  throw new TandemError(
    'ConfigInvalid',
    `--sample: found '${written}', allowed a share of the keys above 0 to 1, with --curve`,
  )
}

function admissionChoice(written: string | undefined, isCurve: boolean): PolicyChoice | undefined {
  if (isCurve && written !== undefined)
    throw new TandemError(
      'ConfigInvalid',
      '--admission: curves are of eviction policies alone; leave out --curve',
    )
  return readAdmission(written)
}

function curvesOf(
  path: string,
  trace: DecodedTrace,
  question: Question & { readonly sampleRatio: number | undefined },
  call: Pick<Call, 'out' | 'signal'>,
): Promise<CurveRow[]> {
  const { capacities, isSized } = question
  const footprint = footprintOf(trace, isSized)
  return measureCurves(
    {
      ...question,
      path,
      trace: isSized ? { keys: trace.keys, sizes: trace.sizes! } : { keys: trace.keys },
      footprint,
      distinct: trace.distinct,
      capacities: capacities.map((capacity) => capacity.of(footprint)),
    },
    call,
  )
}

function printCurves(points: readonly CurveRow[], line: (text: string) => void): void {
  const cells = points.map((point) => [
    point.trace,
    point.policy,
    String(point.capacity),
    point.missRatio.toFixed(6),
    point.sampleRatio < 1 ? `${point.method}, ${percent(point.sampleRatio)} of the keys` : point.method,
  ])
  for (const text of tableLines(['trace', 'policy', 'capacity', 'miss ratio', 'method'], cells)) line(text)
}

function formatChoice(written: string | undefined): TraceFormat | undefined {
  if (written === undefined || written === 'auto') return undefined
  const format = traceFormats.find((name) => name === written)
  if (format === undefined)
    throw new TandemError(
      'ConfigInvalid',
      `--format: found '${written}', allowed auto, ${traceFormats.join(', ')}`,
    )
  return format
}

const footprintOf = ({ distinct, distinctBytes }: DecodedTrace, isSized: boolean) =>
  isSized ? distinctBytes : distinct

function notesOf(path: string, trace: DecodedTrace, { capacities, isSized }: Question): string[] {
  const footprint = footprintOf(trace, isSized)
  const unit = isSized ? 'bytes' : 'keys'
  const large = capacities.filter((capacity) => capacity.of(footprint) >= footprint)
  return [
    `${basename(path)}: ${trace.keys.length} requests, ${trace.distinct} keys${isSized ? `, ${footprint} bytes` : ''}`,
    ...large.map(
      ({ written }) => `capacity ${written} holds all ${footprint} ${unit}: only first requests miss`,
    ),
  ]
}

async function rowsOf(
  path: string,
  trace: DecodedTrace,
  { policies, capacities, admission, isSized, seed, workers }: Question,
  { out, signal }: Pick<Call, 'out' | 'signal'>,
): Promise<CacheRow[]> {
  const footprint = footprintOf(trace, isSized)
  const shared = isSized ? { keys: trace.keys, sizes: trace.sizes! } : { keys: trace.keys }
  const cells = policies.flatMap((policy) =>
    capacities.map((capacity) => ({ policy, capacity: capacity.of(footprint), seed })),
  )
  let done = 0
  const outcomes = await runJobs<CellJob, CellResult>(
    new URL('../cache/cell-worker.ts', import.meta.url),
    cells.map((options) => ({
      trace: shared,
      options,
      distinct: trace.distinct,
      ...(admission === undefined ? {} : { admission }),
    })),
    {
      workers,
      signal,
      finished: () => out.progress(`${path}: ${++done} of ${cells.length} cells`),
    },
  )
  return outcomes.flatMap((outcome, index): CacheRow[] => {
    if (outcome === undefined) return []
    if ('error' in outcome) throw outcome.error
    const { requests, misses, requestBytes, missBytes, requestsPerSecond } = outcome.result
    const { policy, capacity } = cells[index]!
    return [
      {
        trace: basename(path),
        policy: policy.policy,
        capacity,
        seed,
        requests,
        misses,
        missRatio: misses / requests,
        requestBytes,
        missBytes,
        byteMissRatio: missBytes / requestBytes,
        requestsPerSecond,
        ...(admission === undefined ? {} : { admission: admission.policy }),
      },
    ]
  })
}

function printRows(rows: readonly CacheRow[], isSized: boolean, line: (text: string) => void): void {
  const heads = [
    'trace',
    'policy',
    'capacity',
    'misses',
    'miss ratio',
    ...(isSized ? ['byte miss ratio'] : []),
    'M requests/s',
  ]
  const cells = rows.map((row) => [
    row.trace,
    row.policy,
    String(row.capacity),
    String(row.misses),
    row.missRatio.toFixed(6),
    ...(isSized ? [row.byteMissRatio.toFixed(6)] : []),
    (row.requestsPerSecond / 1e6).toFixed(2),
  ])
  for (const text of tableLines(heads, cells)) line(text)
}
