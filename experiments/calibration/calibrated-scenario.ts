import { TandemError } from '#core/errors.ts'
import type { Scenario } from '#core/scenario.ts'
import type { Output } from '../verb.ts'
import { calibrated } from './apply.ts'
import { readCalibration, warningsOf } from './calibration-file.ts'

/** The scenario with the costs of the file that `--calibration` names; as it is when none is named. Says what speaks against the file. */
export function withCalibration(scenario: Scenario, written: unknown, out: Output): Scenario {
  if (written === undefined) return scenario
  if (scenario.model !== 'web')
    throw new TandemError(
      'ConfigInvalid',
      `--calibration: ${scenario.name} is no web backend and has no costs`,
    )
  const calibration = readCalibration(String(written))
  for (const text of warningsOf(calibration, new Date())) out.line(`warning: ${text}`)
  return calibrated(scenario, calibration)
}
