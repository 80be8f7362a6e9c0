/** Finished measurements of a validation, a line each, so that one which was stopped goes on where it was. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'

/** One measurement of a validation. */
export interface Step {
  readonly id: string
  readonly block: number
  readonly scenario: WebScenario
}

export interface Journal {
  /** What was measured in a step before, if nothing has changed since; it is what was added for a step of that id. */
  done<Measured>(step: Step): Measured | undefined
  add(step: Step, measured: unknown): void
}

interface Line {
  readonly id: string
  readonly block: number
  readonly digest: string
  readonly measured: unknown
}

/**
 * Parameters  isResumed, false forgets what is there; context, what else the measurements depend on (machine, generator)
 * Errors      OutputFailed
 */
export function openJournal(path: string, isResumed: boolean, context: unknown): Journal {
  const lines = isResumed ? readLines(path) : []
  try {
    mkdirSync(dirname(path), { recursive: true })
    if (!isResumed && existsSync(path)) appendFileSync(path, '\n')
  } catch (error) {
    throw new TandemError('OutputFailed', `${path}: cannot be written: ${(error as Error).message}`)
  }
  const digestOf = ({ scenario }: Step) =>
    createHash('sha256')
      .update(JSON.stringify([scenario, context]))
      .digest('hex')
      .slice(0, 16)
  return {
    done: <Measured>(step: Step) =>
      lines.findLast(
        ({ id, block, digest }) => id === step.id && block === step.block && digest === digestOf(step),
      )?.measured as Measured | undefined,
    add(step, measured) {
      const { id, block } = step
      appendFileSync(
        path,
        `${JSON.stringify({ id, block, digest: digestOf(step), measured } satisfies Line)}\n`,
      )
    },
  }
}

/** A last line that was cut off by the end of the process is left out. */
function readLines(path: string): Line[] {
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((text) => {
      try {
        return text === '' ? [] : [JSON.parse(text) as Line]
      } catch {
        return []
      }
    })
}
