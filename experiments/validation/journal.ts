/** Finished live cells of a validation, a line each, so that one which was stopped goes on where it was. */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { Cell } from './design.ts'
import type { LiveCell } from './live-cell.ts'

export interface Journal {
  /** What was measured of a cell before, if nothing has changed since. */
  done(cell: Cell): LiveCell | undefined
  add(cell: Cell, live: LiveCell): void
}

interface Line {
  readonly id: string
  readonly digest: string
  readonly live: LiveCell
}

/**
 * Parameters  isResumed, false forgets what is there; context, what else the measurements depend on (machine, generator, repeats)
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
  const digestOf = ({ scenario }: Cell) =>
    createHash('sha256')
      .update(JSON.stringify([scenario, context]))
      .digest('hex')
      .slice(0, 16)
  return {
    done: (cell) => lines.findLast(({ id, digest }) => id === cell.id && digest === digestOf(cell))?.live,
    add(cell, live) {
      appendFileSync(
        path,
        `${JSON.stringify({ id: cell.id, digest: digestOf(cell), live } satisfies Line)}\n`,
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
