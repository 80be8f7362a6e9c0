import { parseDocument, stringify } from 'yaml'
import { TandemError } from '#core/errors.ts'
import { webScenario } from '#core/scenario/web-schema.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { check, problemText } from '#core/schema.ts'
import { dispersion } from '../statistics/dispersion.ts'
import type { ArrivalFit } from './arrivals.ts'
import type { Estimate } from './estimate.ts'
import { pageBytesRange, type TraceFit } from './fit.ts'
import type { Spread } from './spread.ts'

/** One line of a workload: the value as a scenario has it, and where it comes from. */
export interface WorkloadLine {
  readonly name: string
  readonly value: unknown
  readonly remark: string
}

/** How requests of the scenario come: by a rate, or from users who wait for answers. */
export type ArrivalKind = 'open' | 'closed'

const cvMax = 10

/**
 * The part of a web scenario's `workload` that a log determines, in the written form; what it does not tell is left to the scenario.
 *
 * Parameters  speed: open arrivals come so many times as fast as in the log, and the whole log passes in as much less time
 * Errors      ConfigInvalid: closed arrivals of a log without clients
 */
export function workloadOf(fit: TraceFit, kind: ArrivalKind, speed = 1): readonly WorkloadLine[] {
  const { popularity, pageBytes, pageBytesHeld, writeRatio } = fit
  return [
    ...(kind === 'open' ? openLines(fit, speed) : closedLines(fit)),
    ...(popularity === undefined
      ? []
      : [
          {
            name: 'pages',
            value: popularity.pages.value,
            remark: `${range(popularity.pages)}; ${popularity.pagesSeen} seen`,
          },
          {
            name: 'zipfExponent',
            value: rounded(popularity.exponent.value),
            remark: range(popularity.exponent),
          },
        ]),
    ...(writeRatio === undefined
      ? []
      : [{ name: 'writeRatio', value: rounded(writeRatio.value), remark: range(writeRatio) }]),
    ...(pageBytes === undefined || pageBytesHeld === undefined ? [] : [sizeLine(pageBytes, pageBytesHeld)]),
  ]
}

function openLines({ arrivals }: TraceFit, speed: number): WorkloadLine[] {
  const { ratePerSecond } = arrivals
  const faster = speed === 1 ? '' : `${speed} times the log's; of it `
  return [
    { name: 'arrivals', value: 'open', remark: 'Poisson in the scenario' },
    {
      name: 'rate',
      value: `${rounded(ratePerSecond.value * speed)} / s`,
      remark: `${faster}${range(ratePerSecond)}`,
    },
    ...curveLines(arrivals, speed),
  ]
}

/** Counts that vary more than so many times as much as those of one rate ask for a curve. */
const dispersionOfOneRate = 2
const curvePointsMin = 8

/** Whether the workload's rate follows the ups and downs of the log. */
export const followsCurve = (arrivals: ArrivalFit): boolean => curveLines(arrivals).length > 0

/** The rate over the log, again and again, where one rate does not tell its ups and downs. */
function curveLines({ ratePoints, spanMs }: ArrivalFit, speed = 1): WorkloadLine[] {
  const loggedMs = spanMs / ratePoints.length
  const stepMs = loggedMs / speed
  if (ratePoints.length < curvePointsMin || stepMs < 1 || stepMs > stepMsMax) return []
  const { index } = dispersion(ratePoints.map(({ ratePerSecond }) => (ratePerSecond * loggedMs) / 1000))
  if (!(index > dispersionOfOneRate)) return []
  const ratesPerSecond = ratePoints.map(({ ratePerSecond }) => rounded(ratePerSecond * speed))
  const remark = `counts vary ${Number(index.toPrecision(3))} times as much as at one rate; the log lasts ${rounded(spanMs / speed / 1000)} s, then begins again`
  return [{ name: 'rateCurve', value: { step: `${rounded(stepMs)} ms`, ratesPerSecond }, remark }]
}

/** A scenario's longest step: a day. */
const stepMsMax = 86_400_000

function closedLines({ sessions }: TraceFit): WorkloadLine[] {
  if (sessions === undefined)
    throw new TandemError(
      'ConfigInvalid',
      '--arrivals closed: the log tells no clients or no pauses between their requests; allowed open',
    )
  const { users, thinkMs } = sessions
  return [
    { name: 'arrivals', value: 'closed', remark: 'users think, ask and wait' },
    { name: 'users', value: Math.max(1, Math.round(users.value)), remark: range(users) },
    {
      name: 'thinkTime',
      value: thinkTime(thinkMs),
      remark: `${thinkMs.samples} pauses, ${shapeRemark(thinkMs)}`,
    },
  ]
}

/** An empirical distribution is written as the values in the middle of equal shares. */
function thinkTime(spread: Spread): Readonly<Record<string, unknown>> {
  const ms = (value: number) => `${rounded(value)} ms`
  if (spread.shape === 'exponential') return { shape: 'exponential', mean: ms(spread.exponential.mean) }
  if (spread.shape === 'lognormal')
    return {
      shape: 'lognormal',
      mean: ms(spread.lognormal.mean.value),
      cv: rounded(spread.lognormal.cv.value),
    }
  return { shape: 'empirical', values: spread.middles.map(ms) }
}

/** A rejected lognormal gives way to the moments of the sizes as the scenario can have them, which keep the bytes about right. */
function sizeLine(spread: Spread, heldSpread: Spread): WorkloadLine {
  const { mean, cv } = spread.shape === 'lognormal' ? spread.lognormal : heldSpread
  const held = Math.min(pageBytesRange.max, Math.max(pageBytesRange.min, Math.round(mean.value)))
  return {
    name: 'pageSize',
    value: { mean: `${held} B`, cv: rounded(Math.min(cvMax, cv.value)) },
    remark: `mean ${range(mean)}; the scenario's are lognormal, here ${shapeRemark(spread)}`,
  }
}

const shapeRemark = ({ shape, lognormal, exponential }: Spread): string =>
  shape === 'empirical'
    ? `lognormal (distance ${rounded(lognormal.distance)}) and exponential (${rounded(exponential.distance)}) rejected`
    : `${shape} at distance ${rounded(shape === 'lognormal' ? lognormal.distance : exponential.distance)}`

const rounded = (value: number): number => Number(value.toPrecision(5))

const range = ({ low, high, samples }: Estimate): string =>
  `95 % ${Number(low.toPrecision(4))} .. ${Number(high.toPrecision(4))}, of ${samples}`

/** The workload as a mapping, as a scenario has it. */
export const workloadValue = (lines: readonly WorkloadLine[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(lines.map(({ name, value }) => [name, value]))

/** The same as YAML, with a remark at each line. */
export function workloadYaml(lines: readonly WorkloadLine[], title: string): string {
  const text = lines.map(({ name, value, remark }) => {
    const written = isPlainObject(value)
      ? stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim()
      : String(value)
    return `${name}: ${written}  # ${remark}\n`
  })
  return `# ${title}\n# Fits a web scenario as its workload: tandem run SCENARIO --set "workload=$(cat workload.yaml)"\n${text.join('')}`
}

/**
 * A scenario with its workload replaced where the log tells, comments and all else kept.
 *
 * Errors  ConfigInvalid when the base is no web scenario or the whole breaks a rule, naming the place
 */
export function withWorkload(
  base: string,
  { path, lines }: { path: string; lines: readonly WorkloadLine[] },
): string {
  const document = parseDocument(base)
  const raw: unknown = document.errors.length === 0 ? document.toJS() : undefined
  if (!isPlainObject(raw) || raw.model !== 'web')
    throw new TandemError('ConfigInvalid', `${path}: model: this needs a web backend; allowed web`)
  const stale = ['users', 'thinkTime', 'rate', 'rateCurve']
  for (const name of stale) document.deleteIn(['workload', name])
  for (const { name, value } of lines)
    document.setIn(['workload', name], document.createNode(value, { flow: true }))
  const { problems } = check(webScenario, document.toJS(), '', 'written')
  if (problems.length === 0) return document.toString({ lineWidth: 0 })
  throw new TandemError(
    'ConfigInvalid',
    problems.map((problem) => `${path}: ${problemText(problem)}`).join('\n'),
  )
}
