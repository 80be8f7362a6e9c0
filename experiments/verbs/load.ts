import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import { startCluster } from '#server/launch.ts'
import type { LoadResult } from '#server/load/load-result.ts'
import { enableK6 } from '#server/load/run-k6.ts'
import { loopbackUrl, runLoad } from '#server/load/run-load.ts'
import { findProgram, needProgram } from '#server/program.ts'
import { type Costs, costsOf } from '../consistency/costs.ts'
import { operationText } from '../consistency/history.ts'
import { checkUnderFaults, type LiveCheck } from '../consistency/live-check.ts'
import { liveHistory } from '../consistency/live-history.ts'
import { type Bound, boundOf } from '../objective/bound.ts'
import { isMet, readObjective } from '../objective.ts'
import { readLiveScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { Output, Verb } from '../verb.ts'

export const load: Verb = {
  name: 'load',
  summary:
    'Drives a scenario with its own workload: k6 or the built-in generator, against a running or a freshly started cluster.',
  usage:
    'load SCENARIO [--with k6|builtin|auto] [--url URL | --faults | --costs] [--set path=value]... [--out DIR]',
  options: {
    with: { type: 'string' },
    url: { type: 'string' },
    faults: { type: 'boolean' },
    costs: { type: 'boolean' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  async run({ positionals, values, out, signal }) {
    const [path] = positionals
    if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${load.usage}`)
    const generator = generatorChoice(values.with)
    const scenario = readLiveScenario(path, (values.set as string[] | undefined) ?? [])
    const runDir = (values.out as string | undefined) ?? join('runs', 'load')
    const given = values.url as string | undefined
    const isFaulty = values.faults === true
    const isNoted = isFaulty || values.costs === true
    if (isNoted && given !== undefined)
      throw new TandemError(
        'ConfigInvalid',
        '--faults and --costs need a cluster that this command starts; leave --url out',
      )
    const cluster =
      given === undefined
        ? await startCluster(scenario, { runDir, faults: isFaulty, history: isNoted, record: isFaulty })
        : undefined
    try {
      const url = given === undefined ? cluster!.url : loopbackUrl(given)
      out.progress(`load by ${generator} for ${scenario.durationMs / 1000} s against ${url}`)
      const drive = () =>
        runLoad(scenario, url, { with: generator, runDir, signal, thresholds: thresholdsOf(scenario) })
      const { result, check } =
        isFaulty && cluster !== undefined
          ? await checkUnderFaults(scenario, cluster, drive)
          : { result: await drive(), check: undefined }
      const costs =
        values.costs === true && check === undefined && cluster !== undefined
          ? costsOf(await cluster.snapshot(), liveHistory(cluster.histories, 0).operations)
          : undefined
      out.json({
        ...result,
        parts: cluster?.parts,
        ...(check && { consistency: check }),
        ...(costs && { costs }),
      })
      printLoad(result, out)
      if (check !== undefined) printCheck(check, out)
      if (costs !== undefined) printCosts(costs, out)
      for (const [part, what] of Object.entries(cluster?.parts ?? {})) out.line(`${part}: ${what}`)
      const broken = boundsOf(scenario).filter(
        (bound) => bound.metric in loadMetrics && !isMet(bound, loadMetrics[bound.metric]!(result)),
      )
      for (const { text } of broken) out.line(`objective broken: ${text}`)
      return broken.length > 0 || check?.holds === false ? 1 : 0
    } finally {
      await cluster?.stop()
    }
  },
}

const loadMetrics: Readonly<Record<string, (result: LoadResult) => number>> = {
  'responseMs.mean': ({ responseMs }) => responseMs.mean,
  'responseMs.p50': ({ responseMs }) => responseMs.p50,
  'responseMs.p95': ({ responseMs }) => responseMs.p95,
  'responseMs.p99': ({ responseMs }) => responseMs.p99,
  throughputPerSecond: ({ throughputPerSecond }) => throughputPerSecond,
}

export function generatorChoice(written: unknown): 'k6' | 'builtin' {
  const wanted = written ?? 'auto'
  if (wanted === 'auto') return findProgram('k6') === undefined ? 'builtin' : 'k6'
  if (wanted !== 'k6' && wanted !== 'builtin')
    throw new TandemError('ConfigInvalid', `--with: unknown "${wanted}", allowed k6, builtin, auto`)
  if (wanted === 'k6') needProgram('k6', enableK6)
  return wanted
}

/** The objectives that one load can check: a limit of one metric. */
const boundsOf = ({ objectives }: Pick<WebScenario, 'objectives'>): Bound[] =>
  objectives.flatMap((text) => boundOf(readObjective(text)) ?? [])

/** The objectives of the scenario that k6 can check itself. */
export function thresholdsOf({ objectives }: Pick<WebScenario, 'objectives'>): Record<string, string[]> {
  const names: Readonly<Record<string, string>> = {
    'responseMs.mean': 'avg',
    'responseMs.p50': 'med',
    'responseMs.p95': 'p(95)',
    'responseMs.p99': 'p(99)',
  }
  const written = boundsOf({ objectives }).flatMap(({ metric, isBelow, isInclusive, limit }) => {
    const name = names[metric]
    return name === undefined ? [] : [`${name}${isBelow ? '<' : '>'}${isInclusive ? '=' : ''}${limit}`]
  })
  return written.length === 0 ? {} : { response_ms: written }
}

function printLoad(result: LoadResult, { line }: Output): void {
  const { responseMs } = result
  const rows = [
    ...Object.entries(responseMs).map(([name, value]) => [`response ${name}`, figure(value), 'ms']),
    ['throughput', figure(result.throughputPerSecond), 'requests/s'],
    ['gateway hits', percent(result.gatewayHitRatio), ''],
    ['lateness of the generator', figure(result.latenessMsMean), 'ms'],
    ['failed', String(result.failed), `of ${result.requests + result.failed}`],
  ]
  for (const text of tableLines(['metric', 'measured', 'unit'], rows)) line(text)
  line(`raw points: ${result.points}`)
}

function printCheck({ operations, whileReachable, checked }: LiveCheck, { line }: Output): void {
  line(
    `consistency: ${operations} reads and writes, ${whileReachable} before the shared cache first gave no answer`,
  )
  for (const { claim, holds, reason, counterExample } of checked) {
    line(`${holds ? 'holds' : 'BROKEN'}: ${claim}${holds ? '' : `; ${reason}`}`)
    for (const operation of counterExample) line(`  ${operationText(operation)}`)
  }
}

function printCosts(costs: Costs, { line }: Output): void {
  const rows = [
    ['Redis operations', figure(costs.redisOperationsPerRead), 'a read'],
    ['messages', figure(costs.messagesPerWrite), 'a write'],
    ['stale reads', percent(costs.staleReadRatio), `of ${costs.reads}`],
    ['age of stale reads p50', figure(costs.staleAgeMsP50), 'ms'],
    ['age of stale reads p99', figure(costs.staleAgeMsP99), 'ms'],
    ['age of stale reads max', figure(costs.staleAgeMsMax), 'ms'],
  ]
  for (const text of tableLines(['copies', 'measured', 'unit'], rows)) line(text)
}
