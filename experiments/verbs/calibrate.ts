import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { Ratio } from '#core/units.ts'
import { type Calibration, warningsOf } from '../calibration/calibration-file.ts'
import { calibrate as measureCosts } from '../calibration/measure.ts'
import { writeResult } from '../result-folder.ts'
import { readLiveScenario } from '../scenario-file.ts'
import { figure, percent, tableLines } from '../table.ts'
import type { Call, Verb } from '../verb.ts'
import { generatorChoice } from './load.ts'
import { gatewayChoice } from './serve.ts'

/** From almost idle to twice the load. */
export const defaultLoads: readonly Ratio[] = [0.15, 0.6, 1.2, 2]
/** Each load, its own warm-up included. */
export const phaseMs = 10_000

export const calibrate: Verb = {
  name: 'calibrate',
  summary: 'Serves a scenario, drives it at several loads, and writes what everything costs on this machine.',
  usage:
    'calibrate SCENARIO [--loads 0.15,0.6,1.2,2] [--with k6|builtin|auto] [--gateway auto|nginx|embedded] [--set path=value]... [--out DIR]',
  options: {
    loads: { type: 'string' },
    with: { type: 'string' },
    gateway: { type: 'string' },
    set: { type: 'string', multiple: true },
    out: { type: 'string' },
  },
  async run({ positionals, values, out, signal }: Call) {
    const [path] = positionals
    if (path === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${calibrate.usage}`)
    const scenario = readLiveScenario(path, (values.set as string[] | undefined) ?? [])
    const runDir = (values.out as string | undefined) ?? join('runs', 'calibrate')
    const calibration = await measureCosts(scenario, {
      loadRatios: loadRatios(values.loads),
      phaseMs,
      gateway: gatewayChoice(values.gateway),
      load: { with: generatorChoice(values.with), runDir, signal },
      progress: out.progress,
    })
    if (calibration === undefined) return 1
    const file = writeResult(runDir, 'calibration.json', JSON.stringify(calibration, null, 1))
    out.json(calibration)
    for (const text of calibrationLines(calibration)) out.line(text)
    out.line(`written: ${file}`)
    return 0
  },
}

/** Ascending loads in relation to the scenario's. Errors: ConfigInvalid. */
export function loadRatios(written: unknown): readonly Ratio[] {
  if (written === undefined) return defaultLoads
  const ratios = String(written).split(',').map(Number)
  const isGood = ratios.every((ratio, index) => ratio > (ratios[index - 1] ?? 0) && ratio <= 10)
  if (!isGood || ratios.length < 1 || ratios.length > 8)
    throw new TandemError(
      'ConfigInvalid',
      `--loads: found "${String(written)}", allowed 1 to 8 ascending numbers above 0 up to 10, such as 0.25,0.6,1`,
    )
  return ratios
}

export function calibrationLines(calibration: Calibration): string[] {
  const { phases, fit, answers, coldCode, parts, machine, generator, timerLatenessMs } = calibration
  const loads = phases.map((phase, index) => [
    percent(phase.loadRatio),
    figure(phase.ratePerSecond),
    percent(phase.machineRatio),
    figure(fit.costsAtRate[index]!.nodes),
    figure(fit.costsAtRate[index]!.client),
    percent(phase.loopActiveRatio),
    percent(phase.collectionRatio),
    figure(phase.latenessMs),
    percent(phase.otherPrograms),
  ])
  const costs = [
    ...Object.entries(fit.costs).map(([stage, { fixedMs, samples, errorRatio, shape }]) => [
      stage,
      figure(fixedMs),
      `+/- ${percent(1.96 * errorRatio)}`,
      shape,
      String(samples),
    ]),
    ...Object.entries(fit.partCosts).map(([part, ms]) => [
      part,
      figure(ms),
      '',
      'gamma',
      String(Math.round(phases[0]!.counts[part as keyof (typeof phases)[0]['counts']])),
    ]),
  ]
  return [
    `${machine.processors} processors, ${machine.processor}; Node ${machine.node}; load by ${generator}; timers ${figure(timerLatenessMs)} ms late`,
    ...Object.entries(parts).map(([part, what]) => `${part}: ${what}`),
    '',
    ...tableLines(
      ['load', 'requests/s', 'machine', 'nodes', 'client', 'loops', 'collector', 'late ms', 'other programs'],
      loads,
    ),
    '',
    ...tableLines(['processor time', 'ms', '95 %', 'shape', 'samples'], costs),
    '',
    ...Object.entries(fit.delays).map(
      ([name, { meanMs }]) => `waiting for the kernel, ${name}: ${figure(meanMs)} ms a round trip`,
    ),
    `HTTP at a node costs as much as ${figure(answers.repliesOfHttp)} operations; speed of the processors varies by ${percent(answers.speedCv)}`,
    `code of a node is cold at first: its loop works ${percent(coldCode.extraRatio)} longer and compiling takes ${figure(coldCode.compileMs)} ms a request; of both half is left after ${coldCode.requestsToHalf} requests`,
    `simulated answers of nodes differ from measured ones by ${answers.errorRatios.map(percent).join(', ')} at these loads (mean and quantiles)`,
    ...warningsOf(calibration, new Date()).map((text) => `warning: ${text}`),
  ]
}
