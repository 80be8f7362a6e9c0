import { readFileSync } from 'node:fs'
import { TandemError } from '#core/errors.ts'
import type { Ms } from '#core/units.ts'
import type { Operation } from './history.ts'

/** What live nodes did, and since when what they noted proves less. */
export interface LiveHistory {
  readonly operations: readonly Operation[]
  /** When the shared cache first gave a node no answer; Infinity: never. */
  readonly unreachableAtMs: Ms
}

/** One line of a node's file; see reference-server/fault/operation-log.ts. */
type Noted =
  | readonly ['life', Ms, number]
  | readonly ['read', Ms, string, number, Ms]
  | readonly ['asked', Ms, number, string]
  | readonly ['committed', Ms, number, number]
  | readonly ['wrote', Ms, string, number]
  | readonly ['unreachable', Ms]

/** A write of which at least the beginning is known. */
interface Write {
  readonly process: number
  readonly key: string
  readonly askedAtMs: Ms
  version: number | undefined
  committedAtMs: Ms
  wroteAtMs: Ms
}

/** Processes of one node are told apart by their life. */
const livesMax = 1000

/**
 * Reads what nodes have noted, on one clock that begins at a time of theirs. A write begins when the database is asked, ends when it is
 * acknowledged, and has taken effect when the database has said so. Of one whose node died before it heard, the version is unknown: it is
 * the one that others have read and nobody has written.
 *
 * Parameters  paths, one file a node; fromMs, the time that becomes 0
 * Errors      InputMissing
 */
export function liveHistory(paths: readonly string[], fromMs: Ms): LiveHistory {
  const reads: Operation[] = []
  const writes: Write[] = []
  let unreachableAtMs = Number.POSITIVE_INFINITY
  for (const path of paths) {
    let life = -1
    let process = 0
    let asked = new Map<number, Write>()
    const made = new Map<string, Write>()
    for (const noted of linesOf(path)) {
      const at = noted[1] - fromMs
      switch (noted[0]) {
        case 'life':
          process = noted[2] * livesMax + ++life
          asked = new Map()
          break
        case 'read':
          reads.push({
            process,
            key: noted[2],
            kind: 'read',
            value: noted[3],
            start: noted[4] - fromMs,
            end: at,
            status: 'ok',
          })
          break
        case 'asked': {
          const write: Write = {
            process,
            key: noted[3],
            askedAtMs: at,
            version: undefined,
            committedAtMs: Number.POSITIVE_INFINITY,
            wroteAtMs: Number.POSITIVE_INFINITY,
          }
          asked.set(noted[2], write)
          writes.push(write)
          break
        }
        case 'committed': {
          const write = asked.get(noted[2])
          if (write === undefined) break
          write.version = noted[3]
          write.committedAtMs = at
          made.set(`${write.key} ${noted[3]}`, write)
          break
        }
        case 'wrote': {
          const write = made.get(`${noted[2]} ${noted[3]}`)
          if (write !== undefined) write.wroteAtMs = at
          break
        }
        case 'unreachable':
          unreachableAtMs = Math.min(unreachableAtMs, at)
          break
      }
    }
  }
  const known = writes.filter(({ version }) => version !== undefined).map(asOperation)
  return { operations: [...known, ...unheard(writes, known, reads), ...reads], unreachableAtMs }
}

const asOperation = ({ process, key, version, askedAtMs, committedAtMs, wroteAtMs }: Write): Operation => ({
  process,
  key,
  kind: 'write',
  value: version!,
  start: askedAtMs,
  committed: committedAtMs,
  end: wroteAtMs,
  status: wroteAtMs === Number.POSITIVE_INFINITY ? 'info' : 'ok',
})

/** Version of a row that nobody has written. */
const firstVersion = 1

/** Versions that were read and that no node knows to have written: each may have begun with the first write of its key left open. */
function unheard(
  writes: readonly Write[],
  known: readonly Operation[],
  reads: readonly Operation[],
): Operation[] {
  const written = new Set(known.map(({ key, value }) => `${key} ${value}`))
  const opened = new Map<string, Ms>()
  for (const { key, version, askedAtMs } of writes)
    if (version === undefined) opened.set(key, Math.min(opened.get(key) ?? askedAtMs, askedAtMs))
  const found = new Map<string, Operation>()
  for (const { key, value } of reads) {
    const name = `${key} ${value}`
    if (value === null || value <= firstVersion || written.has(name) || found.has(name)) continue
    found.set(name, {
      process: -1,
      key,
      kind: 'write',
      value,
      start: opened.get(String(key)) ?? 0,
      committed: Number.POSITIVE_INFINITY,
      end: Number.POSITIVE_INFINITY,
      status: 'info',
    })
  }
  return [...found.values()]
}

function linesOf(path: string): Noted[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Noted)
  } catch (error) {
    throw new TandemError('InputMissing', `${path}: ${(error as Error).message}`)
  }
}
