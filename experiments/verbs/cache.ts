import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import type { CellJob, CellResult } from '../cache/cell-worker.ts'
import { type Capacity, readCapacities, readPolicies } from '../cache/cells.ts'
import { type DecodedTrace, readTrace } from '../cache/read-trace.ts'
import { type TraceFormat, traceFormats } from '../cache/trace-format.ts'
import { writeResult } from '../result-folder.ts'
import { percent, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'
import { runJobs } from '../worker-pool.ts'

export const cache: Verb = {
  name: 'cache',
  summary:
    'Replays traces of requests through eviction policies at several capacities and counts misses. Files may be compressed by gzip or zstd.',
  usage: `cache TRACE... --policy a,b --capacity 0.01,1000 [--sized] [--seed N] [--format ${traceFormats.join('|')}] [--columns key=NAME,size=NAME,time=NAME] [--workers N] [--out DIR]`,
  options: {
    policy: { type: 'string', multiple: true },
    capacity: { type: 'string' },
    sized: { type: 'boolean' },
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
}

interface Question {
  readonly policies: readonly PolicyChoice[]
  readonly capacities: readonly Capacity[]
  readonly isSized: boolean
  readonly seed: number
  readonly workers: number
}

async function replayTraces({ positionals, values, out, signal }: Call): Promise<number> {
  if (positionals.length === 0) throw new TandemError('ConfigInvalid', `usage: tandem ${cache.usage}`)
  const isSized = values.sized === true
  const question: Question = {
    policies: readPolicies((values.policy as string[] | undefined) ?? []),
    capacities: readCapacities(values.capacity as string | undefined, isSized),
    isSized,
    seed: wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }) ?? 1,
    workers: wholeNumber('--workers', values.workers, { min: 1, max: 1024 }) ?? availableParallelism(),
  }
  const format = formatChoice(values.format as string | undefined)
  const rows: CacheRow[] = []
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
    rows.push(...(await rowsOf(path, trace, question, { out, signal })))
    if (signal.aborted) break
  }
  out.json(rows)
  printRows(rows, isSized, out.line)
  if (values.out !== undefined)
    out.line(
      `written: ${writeResult(values.out as string, 'cache.json', `${JSON.stringify(rows, null, 1)}\n`)}`,
    )
  return signal.aborted ? 1 : 0
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
  { policies, capacities, isSized, seed, workers }: Question,
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
    cells.map((options) => ({ trace: shared, options })),
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
