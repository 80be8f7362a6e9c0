/**
 * What a scenario file may contain: each parameter with its unit, range, default and meaning. Files are in the written form
 * ('300 ms', '16 KiB'), code uses the base form of core/scenario.ts.
 */

import { suggestion } from '#core/nearest-name.ts'
import { networkScenario, stationScenario } from '#core/scenario/station-schema.ts'
import { webScenario } from '#core/scenario/web-schema.ts'
import type { Scenario } from '#core/scenario.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { check, type Problem, type Schema } from '#core/schema.ts'

const models: readonly string[] = ['web', 'station', 'network']

/** Reads a scenario in its written form: the scenario in base units, or every problem it has. */
export function parseScenario(raw: unknown): { scenario: Scenario | undefined; problems: Problem[] } {
  const schema = schemaFor(raw)
  if (schema === undefined) return { scenario: undefined, problems: [modelProblem(raw)] }
  const { value, problems } = check(schema, raw, '', 'written')
  return { scenario: problems.length === 0 ? value : undefined, problems }
}

function schemaFor(raw: unknown): Schema<Scenario> | undefined {
  if (!isPlainObject(raw)) return undefined
  if (raw.model === 'web') return webScenario
  if (raw.model === 'network') return networkScenario
  return raw.model === 'station' ? stationScenario : undefined
}

function modelProblem(raw: unknown): Problem {
  const at = { unit: '', allowed: models.join(', ') }
  if (!isPlainObject(raw))
    return {
      ...at,
      path: '',
      value: raw,
      allowed: 'a mapping',
      message: 'a scenario is a mapping of names to values',
    }
  if (raw.model === undefined) return { ...at, path: 'model', value: undefined, message: 'is missing' }
  const message = `unknown model '${String(raw.model)}'${suggestion(String(raw.model), models)}`
  return { ...at, path: 'model', value: raw.model, message }
}
