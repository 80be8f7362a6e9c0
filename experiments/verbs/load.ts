import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import { startCluster } from '#server/launch.ts'
import { answersOnly } from '#server/load/k6-script.ts'
import type { LoadResult } from '#server/load/load-result.ts'
import { enableJmeter } from '#server/load/run-jmeter.ts'
import { enableK6 } from '#server/load/run-k6.ts'
import { type GeneratorName, loopbackUrl, runLoad, runScript } from '#server/load/run-load.ts'
import { writePlan } from '#server/load/write-plan.ts'
import { findProgram, needProgram } from '#server/program.ts'
import { costsOf } from '../consistency/costs.ts'
import { checkUnderFaults } from '../consistency/live-check.ts'
import { liveHistory } from '../consistency/live-history.ts'
import { type LiveEnergy, withEnergy } from '../live/live-energy.ts'
import { checkLines, costLines, joulesPerRequest, loadLines } from '../live/load-lines.ts'
import { type Bound, boundOf } from '../objective/bound.ts'
import { isMet, readObjective } from '../objective.ts'
import { readLiveScenario } from '../scenario-file.ts'
import type { Call, Verb } from '../verb.ts'

export const load: Verb = {
  name: 'load',
  summary:
    'Drives a scenario with its own workload, by k6, JMeter or the built-in generator, or with a k6 script of yours, against a running or a freshly started cluster.',
  usage:
    'load SCENARIO [--with k6|builtin|jmeter|auto | --script FILE.js] [--url URL | --faults | --costs] [--set path=value]... [--out DIR] [--write-plan FILE.jmx|FILE.js]',
  options: {
    with: { type: 'string' },
    script: { type: 'string' },
    'write-plan': { type: 'string' },
    url: { type: 'string' },
    faults: { type: 'boolean' },
    costs: { type: 'boolean' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  async run(call) {
    const { positionals, values } = call
    const [path] = positionals
    if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${load.usage}`)
    const script = values.script as string | undefined
    if (script !== undefined && values.with !== undefined && values.with !== 'k6')
      throw new TandemError('ConfigInvalid', `--with: found "${values.with}"; allowed k6 with --script`)
    const scenario = readLiveScenario(path, (values.set as string[] | undefined) ?? [])
    const planFile = values['write-plan'] as string | undefined
    if (planFile !== undefined) return storePlan(planFile, scenario, call)
    return await drive(scenario, { ...call, script, generator: generatorChoice(script ? 'k6' : values.with) })
  },
}

function storePlan(file: string, scenario: WebScenario, { out }: Call): number {
  const { files, command } = writePlan(file, scenario, thresholdsOf(scenario))
  out.json({ files, command })
  out.line(`written: ${files.join(', ')}`)
  out.line(`run: ${command}`)
  return 0
}

interface Drive extends Call {
  readonly generator: GeneratorName
  /** A script of the user's, in place of the scenario's workload. */
  readonly script: string | undefined
}

async function drive(
  scenario: WebScenario,
  { values, out, signal, generator, script }: Drive,
): Promise<number> {
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
    out.progress(`load by ${script ?? generator} for ${scenario.durationMs / 1000} s against ${url}`)
    const once = () =>
      script === undefined
        ? runLoad(scenario, url, { with: generator, runDir, signal, thresholds: thresholdsOf(scenario) })
        : runScript(script, url, { runDir, signal, warmUpMs: scenario.warmUpMs })
    const checked = async () =>
      isFaulty && cluster !== undefined
        ? await checkUnderFaults(scenario, cluster, once)
        : { result: await once(), check: undefined }
    const {
      result: { result, check },
      energy,
    } =
      cluster === undefined
        ? { result: await checked(), energy: undefined }
        : await withEnergy({ cluster, scenario }, checked)
    const costs =
      values.costs === true && check === undefined && cluster !== undefined
        ? costsOf(await cluster.snapshot(), liveHistory(cluster.histories, 0).operations)
        : undefined
    out.json({
      ...result,
      parts: cluster?.parts,
      ...(energy && { energy: { ...energy, joulesPerRequest: joulesPerRequest(result, energy) } }),
      ...(check && { consistency: check }),
      ...(costs && { costs }),
    })
    const lines = [
      ...loadLines(result, energy),
      ...(check === undefined ? [] : checkLines(check)),
      ...(costs === undefined ? [] : costLines(costs)),
    ]
    for (const line of lines) out.line(line)
    for (const [part, what] of Object.entries(cluster?.parts ?? {})) out.line(`${part}: ${what}`)
    const measured = measuredBy(result, energy)
    const broken = boundsOf(scenario).filter(
      (bound) => bound.metric in measured && !isMet(bound, measured[bound.metric]!),
    )
    for (const { text } of broken) out.line(`objective broken: ${text}`)
    return broken.length > 0 || check?.holds === false ? 1 : 0
  } finally {
    await cluster?.stop()
  }
}

/** What one load tells, by the simulator's names of metrics. */
export function measuredBy(
  result: Pick<LoadResult, 'responseMs' | 'throughputPerSecond' | 'requests' | 'failed' | 'durationMs'>,
  energy?: Pick<LiveEnergy, 'wattsMean'>,
): Readonly<Record<string, number>> {
  const { responseMs, throughputPerSecond, requests, failed } = result
  return {
    'responseMs.mean': responseMs.mean,
    'responseMs.p50': responseMs.p50,
    'responseMs.p95': responseMs.p95,
    'responseMs.p99': responseMs.p99,
    throughputPerSecond,
    errorRatio: requests + failed === 0 ? 0 : failed / (requests + failed),
    ...(energy && {
      'powerWatts.mean': energy.wattsMean,
      joulesPerRequest: joulesPerRequest(result, energy),
    }),
  }
}

/** Errors  ConfigInvalid for another name, ProgramMissing with what would enable the generator. */
export function generatorChoice(written: unknown): GeneratorName {
  const wanted = written ?? 'auto'
  if (wanted === 'auto') return findProgram('k6') === undefined ? 'builtin' : 'k6'
  if (wanted !== 'k6' && wanted !== 'builtin' && wanted !== 'jmeter')
    throw new TandemError('ConfigInvalid', `--with: unknown "${wanted}", allowed k6, builtin, jmeter, auto`)
  if (wanted === 'k6') needProgram('k6', enableK6)
  if (wanted === 'jmeter') needProgram('jmeter', enableJmeter)
  return wanted
}

/** The objectives that one load can check: a limit of one metric. */
const boundsOf = ({ objectives }: Pick<WebScenario, 'objectives'>): Bound[] =>
  objectives.flatMap((text) => boundOf(readObjective(text)) ?? [])

/** The objectives of the scenario that k6 can check itself, each with the series and the statistic that k6 keeps of it. */
export function thresholdsOf({
  objectives,
  durationMs,
  warmUpMs,
}: Pick<WebScenario, 'objectives' | 'durationMs' | 'warmUpMs'>): Record<string, string[]> {
  const measuredSeconds = (durationMs - warmUpMs) / 1000
  const known: Readonly<Record<string, { series: string; statistic: string; factor?: number }>> = {
    'responseMs.mean': { series: answersOnly, statistic: 'avg' },
    'responseMs.p50': { series: answersOnly, statistic: 'med' },
    'responseMs.p95': { series: answersOnly, statistic: 'p(95)' },
    'responseMs.p99': { series: answersOnly, statistic: 'p(99)' },
    errorRatio: { series: 'failed', statistic: 'rate' },
    // A rate of k6 counts from its start, warm-up included; a number of answers does not.
    throughputPerSecond: { series: 'answered', statistic: 'count', factor: measuredSeconds },
  }
  const thresholds: Record<string, string[]> = {}
  for (const { metric, isBelow, isInclusive, limit } of boundsOf({ objectives })) {
    const found = known[metric]
    if (found === undefined) continue
    const bound = `${found.statistic}${isBelow ? '<' : '>'}${isInclusive ? '=' : ''}${limit * (found.factor ?? 1)}`
    thresholds[found.series] = [...(thresholds[found.series] ?? []), bound]
  }
  return thresholds
}
