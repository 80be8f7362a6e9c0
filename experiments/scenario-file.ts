import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { TandemError } from '#core/errors.ts'
import type { Scenario, WebScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'
import { problemText } from '#core/schema.ts'
import { readControlState } from './control-state-file.ts'

/**
 * Reads a scenario file (YAML or JSON).
 *
 * Parameters  overrides 'path.to.value=...', applied before the check, in the notation of the file
 * Errors      InputMissing; ConfigInvalid naming file and place, all problems at once
 */
export function readScenario(path: string, overrides: readonly string[] = []): Scenario {
  const raw = readYaml(path)
  for (const override of overrides) apply(raw, override)
  readControlState(raw, path)
  const { scenario, problems } = parseScenario(raw)
  if (scenario !== undefined) return scenario
  throw new TandemError(
    'ConfigInvalid',
    problems.map((problem) => `${path}: ${problemText(problem)}`).join('\n'),
  )
}

/** The same, refused unless it describes a web backend. */
export function readWebScenario(path: string, overrides: readonly string[] = []): WebScenario {
  const scenario = readScenario(path, overrides)
  if (scenario.model === 'web') return scenario
  throw new TandemError(
    'ConfigInvalid',
    `${path}: model: this needs a web backend; found "${scenario.model}", allowed web`,
  )
}

/**
 * The same, refused where it has what exists in the simulator only: a real run would be of another system than the simulated one.
 */
export function readLiveScenario(path: string, overrides: readonly string[] = []): WebScenario {
  const scenario = readWebScenario(path, overrides)
  if (!scenario.delivery.isEnabled) return scenario
  throw new TandemError(
    'ConfigInvalid',
    `${path}: delivery.enabled: browser, edge and regional caches exist in the simulator only; allowed here: false (--set delivery.enabled=false)`,
  )
}

function readYaml(path: string): unknown {
  const document = parseDocument(readText(path), { prettyErrors: true })
  const [error] = document.errors
  if (error !== undefined)
    throw new TandemError('ConfigInvalid', `${path}: not YAML: ${error.message.trim()}`)
  return document.toJS() ?? {}
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message
    throw new TandemError('InputMissing', `${path}: ${reason}`)
  }
}

function apply(raw: unknown, override: string): void {
  const split = override.indexOf('=')
  if (split < 1)
    throw new TandemError(
      'ConfigInvalid',
      `--set ${override}: must be path=value, for example workload.users=100`,
    )
  const names = override.slice(0, split).split('.')
  const last = names.pop()!
  let place = raw as Record<string, unknown>
  for (const name of names) {
    if (typeof place[name] !== 'object' || place[name] === null) place[name] = {}
    place = place[name] as Record<string, unknown>
  }
  place[last] = parseDocument(override.slice(split + 1)).toJS()
}
