import { readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import type { ControlState } from '#core/control/control-state.ts'
import { TandemError } from '#core/errors.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { writeResult } from './result-folder.ts'

/**
 * Puts what the file holds in the place of its name, where a scenario names one at `control.state`. The name is in relation to the
 * scenario.
 *
 * Errors  InputMissing; ConfigInvalid when it is not JSON
 */
export function readControlState(raw: unknown, scenarioPath: string): void {
  if (!isPlainObject(raw) || !isPlainObject(raw.control) || typeof raw.control.state !== 'string') return
  const path = resolve(dirname(scenarioPath), raw.control.state)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new TandemError('InputMissing', `${scenarioPath}: control.state: ${path}: cannot be read`)
  }
  try {
    raw.control.state = JSON.parse(text)
  } catch {
    throw new TandemError('ConfigInvalid', `${scenarioPath}: control.state: ${path}: is not JSON`)
  }
}

/** Writes what the nodes have learned, one state a node. Errors: OutputFailed. */
export function writeControlState(path: string, states: readonly ControlState[]): void {
  writeResult(dirname(path), basename(path), `${JSON.stringify({ nodes: states })}\n`)
}
