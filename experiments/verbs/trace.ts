import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { parseQuantity, parseRatio } from '#core/quantity.ts'
import { writeResult } from '../result-folder.ts'
import { readWebScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { Estimate } from '../trace/estimate.ts'
import { fitTrace, requestsMin, type TraceFit } from '../trace/fit.ts'
import { formatNamed, traceFormats } from '../trace/format.ts'
import { readTrace, type TraceSource } from '../trace/read-trace.ts'
import type { PageKey } from '../trace/recorder.ts'
import { remarksOn } from '../trace/remarks.ts'
import { type ArrivalKind, withWorkload, workloadOf, workloadValue, workloadYaml } from '../trace/workload.ts'
import type { Call, Verb } from '../verb.ts'
import { wholeNumber } from '../whole-number.ts'

export const trace: Verb = {
  name: 'trace',
  summary:
    'Turns an access log, or results of k6 or JMeter, into the workload of a scenario: arrivals, popularity, sizes and sessions fitted and tested, names of pages and clients hashed.',
  usage: `trace import FILE [--format ${traceFormats.map(({ name }) => name).join('|')}] [--arrivals open|closed] [--base SCENARIO] [--out DIR] [--key path|url] [--session-gap '30 min'] [--malformed-max 1%] [--speed N] [--seed N]`,
  options: {
    format: { type: 'string' },
    arrivals: { type: 'string' },
    base: { type: 'string' },
    out: { type: 'string' },
    key: { type: 'string' },
    'session-gap': { type: 'string' },
    'malformed-max': { type: 'string' },
    speed: { type: 'string' },
    seed: { type: 'string' },
  },
  run: importTrace,
}

interface Question {
  readonly path: string
  readonly arrivals: ArrivalKind
  readonly base: string | undefined
  readonly key: PageKey
  readonly gapMs: number
  readonly malformedRatioMax: number
  /** How many times as fast as in the log open arrivals come. */
  readonly speed: number
  readonly seed: number
}

async function importTrace({ positionals, values, out, signal }: Call): Promise<number> {
  const question = readQuestion(positionals, values)
  const { path, arrivals, base, speed } = question
  const format = values.format === undefined ? undefined : formatNamed(String(values.format))
  // A wrong base is told before a long log is read.
  if (base !== undefined) readWebScenario(base)
  const { trace: read, source } = await readTrace(path, {
    ...question,
    format,
    signal,
    progress: (done, lines) => out.progress(`${path}: ${percent(done)}, ${lines} lines`),
  })
  if (signal.aborted) return 1
  out.progress(`${path}: fitting ${read.requests} requests`)
  needTimes(path, read)
  const fit = fitTrace(read, question)
  const lines = workloadOf(fit, arrivals, speed)
  const remarks = remarksOn(fit, { trace: read, source, arrivals })
  const document = {
    kind: 'trace',
    source: { file: basename(path), ...source },
    sessionGapMs: question.gapMs,
    ...fit,
    workload: workloadValue(lines),
    remarks,
  }
  out.json(document)
  print(fit, source, out.line)
  for (const remark of remarks) out.line(`note: ${remark}`)
  const yaml = workloadYaml(lines, `Fitted to ${fit.requests} requests of ${basename(path)}`)
  out.line('')
  for (const line of yaml.trimEnd().split('\n'))
    out.line(line.length > 160 ? `${line.slice(0, 157)}...` : line)
  const folder = values.out as string | undefined
  if (folder === undefined) return 0
  const scenario =
    base === undefined ? undefined : withWorkload(readFileSync(base, 'utf8'), { path: base, lines })
  const written = [
    writeResult(folder, 'workload.yaml', yaml),
    writeResult(folder, 'trace.json', `${JSON.stringify(document, null, 2)}\n`),
    ...(scenario === undefined ? [] : [writeResult(folder, 'scenario.yaml', scenario)]),
  ]
  out.line(`written: ${written.join(', ')}`)
  if (scenario !== undefined) out.line(`next: tandem run ${join(folder, 'scenario.yaml')}`)
  return 0
}

/** Arrivals have a rate only over some time. */
function needTimes(path: string, { requests, atMs }: { requests: number; atMs: Float64Array }): void {
  if (requests < requestsMin)
    throw new TandemError(
      'InputMissing',
      `${path}: ${requests} requests are too few to fit; at least ${requestsMin}`,
    )
  if (!(atMs.at(-1)! > atMs[0]!))
    throw new TandemError(
      'InputMissing',
      `${path}: all ${requests} requests have the same time, so there is no rate`,
    )
}

function readQuestion(positionals: readonly string[], values: Call['values']): Question {
  const [action, path, ...rest] = positionals
  if (action !== 'import' || path === undefined || rest.length > 0)
    throw new TandemError('ConfigInvalid', `usage: tandem ${trace.usage}`)
  if (values.base !== undefined && values.out === undefined)
    throw new TandemError('ConfigInvalid', '--base: the scenario with the workload needs a folder, --out DIR')
  const arrivals = oneOf('--arrivals', values.arrivals, ['open', 'closed'])
  if (arrivals === 'closed' && values.speed !== undefined)
    throw new TandemError(
      'ConfigInvalid',
      '--speed: users of closed arrivals think as in the log; allowed open',
    )
  return {
    path,
    arrivals,
    speed: speedOf(values.speed),
    base: values.base as string | undefined,
    key: oneOf('--key', values.key, ['path', 'url']),
    gapMs: quantityOf('--session-gap', values['session-gap'] ?? '30 min'),
    malformedRatioMax: ratioOf('--malformed-max', values['malformed-max'] ?? '1 %'),
    seed: wholeNumber('--seed', values.seed, { min: 0, max: 2 ** 31 - 1 }) ?? 1,
  }
}

function speedOf(written: unknown = '1'): number {
  const speed = Number(written)
  if (written !== '' && speed >= 1e-3 && speed <= 1e6) return speed
  throw new TandemError('ConfigInvalid', `--speed: found "${written}", allowed 0.001 to 1000000`)
}

/** One of a few names, the first when none is given. Errors: ConfigInvalid. */
function oneOf<T extends string>(option: string, written: unknown, allowed: readonly [T, ...T[]]): T {
  if (written === undefined) return allowed[0]
  const found = allowed.find((name) => name === written)
  if (found !== undefined) return found
  throw new TandemError('ConfigInvalid', `${option}: found "${written}", allowed ${allowed.join(', ')}`)
}

function quantityOf(option: string, written: unknown): number {
  const parsed = parseQuantity(written, 'time')
  if ('value' in parsed && parsed.value > 0) return parsed.value
  throw new TandemError(
    'ConfigInvalid',
    `${option}: ${'wrong' in parsed ? parsed.wrong : `found "${written}"`}; allowed above 0 ms`,
  )
}

function ratioOf(option: string, written: unknown): number {
  const parsed = parseRatio(written)
  if ('value' in parsed && parsed.value >= 0 && parsed.value <= 1) return parsed.value
  throw new TandemError('ConfigInvalid', `${option}: found "${written}", allowed 0 % to 100 %`)
}

function print(fit: TraceFit, source: TraceSource, line: (text: string) => void): void {
  const { arrivals, popularity, pageBytes, sessions, writeRatio } = fit
  const row = (name: string, found: Estimate | undefined, unit: string, quality = ''): string[][] =>
    found === undefined
      ? []
      : [[name, figure(found.value), `${figure(found.low)} .. ${figure(found.high)}`, unit, quality]]
  const tested = (name: string, { distance, pValue }: { distance: number; pValue: number }) =>
    `${name} ${pValue < 0.05 ? 'rejected' : 'fits'}: distance ${distance.toFixed(3)}, p ${pValue.toFixed(3)}`
  const rows = [
    ...row(
      'rate',
      arrivals.ratePerSecond,
      'requests/s',
      tested('exponential gaps', arrivals.exponentialGaps),
    ),
    ...arrivals.dispersion.map(({ windowMs, index, poissonLow, poissonHigh }) => [
      `dispersion, ${windowMs / 1000} s`,
      figure(index),
      '',
      '',
      `Poisson ${figure(poissonLow)} .. ${figure(poissonHigh)}`,
    ]),
    ...row('pages', popularity?.pages, '', popularity === undefined ? '' : `${popularity.pagesSeen} seen`),
    ...row(
      'zipfExponent',
      popularity?.exponent,
      '',
      popularity === undefined ? '' : tested('Zipf', popularity.fit),
    ),
    ...row(
      'page size',
      pageBytes?.mean,
      'bytes',
      pageBytes === undefined ? '' : tested('lognormal', pageBytes.lognormal),
    ),
    ...row('page size, variation', pageBytes?.cv, ''),
    ...row(
      'requests a session',
      sessions?.requestsPerSession,
      '',
      sessions === undefined ? '' : `${sessions.sessions} sessions`,
    ),
    ...row(
      'think time',
      sessions?.thinkMs.mean,
      'ms',
      sessions === undefined ? '' : tested('lognormal', sessions.thinkMs.lognormal),
    ),
    ...row('users, if closed', sessions?.users, ''),
    ...row('writes', writeRatio, 'ratio'),
  ]
  line(
    `${fit.requests} requests in ${figure(arrivals.spanMs / 1000)} s, ${source.lines} lines of ${source.format}, ${source.malformed} malformed`,
  )
  for (const text of tableLines(['fitted', 'value', '95 % interval', 'unit', 'goodness of fit'], rows))
    line(text)
  const answered = Object.entries(fit.statusClasses).filter(([, count]) => count > 0)
  if (answered.length > 0) line(`answers: ${answered.map(([name, count]) => `${name} ${count}`).join(', ')}`)
}
