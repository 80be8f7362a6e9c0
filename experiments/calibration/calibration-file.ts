import { readFileSync } from 'node:fs'
import { TandemError } from '#core/errors.ts'
import type { Ms } from '#core/units.ts'
import { quietRatio } from '../live/other-programs.ts'
import type { ColdCode } from './cold-code.ts'
import type { Fit } from './fit.ts'
import type { AnswerFit } from './fit-answers.ts'
import { type MachineDescription, thisMachine } from './machine.ts'
import type { Phase } from './phase.ts'

/** Of the file. */
export const calibrationVersion = 3

/** Everything a calibration has measured, where, when and with what. */
export interface Calibration {
  readonly kind: 'calibration'
  readonly version: typeof calibrationVersion
  /** ISO 8601. */
  readonly date: string
  readonly scenario: string
  readonly machine: MachineDescription
  /** What the cluster consisted of. */
  readonly parts: Readonly<Record<string, string>>
  readonly generator: string
  readonly timerLatenessMs: Ms
  readonly phases: readonly Phase[]
  readonly coldCode: ColdCode
  readonly fit: Fit
  readonly answers: AnswerFit
}

/** Older calibrations are taken with a warning. */
const staleAfterMs = 7 * 24 * 3600 * 1000

/** Errors: InputMissing; ConfigInvalid naming what is wrong, or what machine it was made on. */
export function readCalibration(path: string): Calibration {
  const held = parsed(path)
  if (held.kind !== 'calibration' || held.version !== calibrationVersion || !Array.isArray(held.phases))
    throw new TandemError(
      'ConfigInvalid',
      `${path}: not a calibration of version ${calibrationVersion}; tandem calibrate SCENARIO makes one`,
    )
  const other = differences(held.machine, thisMachine())
  if (other.length > 0)
    throw new TandemError(
      'ConfigInvalid',
      `${path}: made on another machine (${other.join('; ')}); tandem calibrate SCENARIO makes one for this`,
    )
  return held
}

function parsed(path: string): Calibration {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new TandemError('InputMissing', `${path}: ${(error as Error).message}`)
  }
  try {
    return (JSON.parse(text) ?? {}) as Calibration
  } catch (error) {
    throw new TandemError('ConfigInvalid', `${path}: not JSON: ${(error as Error).message}`)
  }
}

/** What costs depend on; memory and kernel may change. */
function differences(held: MachineDescription, here: MachineDescription): string[] {
  const names = ['processor', 'processors', 'node'] as const
  return names.flatMap((name) =>
    held?.[name] === here[name] ? [] : [`${name}: ${held?.[name] ?? 'unknown'} there, ${here[name]} here`],
  )
}

/** What speaks against using a calibration that is not refused. */
export function warningsOf(
  { date, machine, parts, phases }: Calibration,
  now: Date,
  cluster?: Calibration['parts'],
): string[] {
  const days = Math.floor((now.getTime() - Date.parse(date)) / (24 * 3600 * 1000))
  const changed = Object.entries(cluster ?? {}).filter(([part, what]) => parts[part] !== what)
  const few = phases.filter(({ requestsAtNodes }) => requestsAtNodes < requestsWanted)
  const disturbed = phases.filter(({ otherPrograms }) => otherPrograms > quietRatio)
  return [
    ...(now.getTime() - Date.parse(date) > staleAfterMs ? [`the calibration is ${days} days old`] : []),
    ...(machine.kernel === thisMachine().kernel
      ? []
      : [`it was made under kernel ${machine.kernel}, this is ${thisMachine().kernel}`]),
    ...changed.map(([part, what]) => `${part} was ${parts[part]}, it is ${what} now`),
    ...few.map(
      ({ loadRatio, requestsAtNodes }) =>
        `at load ${loadRatio} it saw only ${requestsAtNodes} requests, wanted ${requestsWanted}`,
    ),
    ...disturbed.map(
      ({ loadRatio, otherPrograms }) =>
        `at load ${loadRatio} other programs used ${Math.round(100 * otherPrograms)} % of the machine`,
    ),
  ]
}

/** Fewer make the costs of the stages uncertain by more than a few percent. */
const requestsWanted = 100
