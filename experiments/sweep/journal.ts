/**
 * The journal of a sweep, `journal.jsonl`: first what the sweep is, then one line for each run as soon as it has ended. What was
 * killed in the middle of a line loses that line and nothing else.
 */
import { closeSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { RunResult } from '#sim/result.ts'

/** What is kept of one run; numbers that are not finite are null. A run that died has its reason and no metrics. */
export interface Entry {
  readonly cell: number
  readonly replication: number
  readonly seed: number
  readonly fingerprint: string
  readonly virtualMs: number
  readonly events: number
  readonly metrics: Readonly<Record<string, number | null>>
  readonly problem: string
}

/** What must be the same for runs to belong to one sweep. */
export interface SweepHeader {
  readonly kind: 'sweep'
  readonly identity: string
  readonly scenario: string
  readonly seed: number
  readonly design: string
}

export interface Journal {
  readonly path: string
  /** The entry of a run, if it has ended. */
  find(cell: number, replication: number): Entry | undefined
  append(entry: Entry): void
  close(): void
}

/**
 * Opens the journal in a folder, or begins it.
 *
 * Errors  ConfigInvalid when the folder has the journal of another sweep or a line that is none; OutputFailed
 */
export function openJournal(folder: string, header: SweepHeader): Journal {
  const path = join(folder, 'journal.jsonl')
  const entries = new Map<string, Entry>()
  const file = onDisk(path, () => {
    mkdirSync(folder, { recursive: true })
    const lines = wholeLines(path)
    if (lines.length > 0) checkHeader(path, lines[0]!, header)
    for (const [index, text] of lines.entries()) if (index > 0) keep(entries, entryOf(path, text, index + 1))
    const opened = openSync(path, 'a')
    if (lines.length === 0) writeWhole(opened, header)
    return opened
  })
  return {
    path,
    find: (cell, replication) => entries.get(keyOf(cell, replication)),
    append: (entry) => {
      onDisk(path, () => writeWhole(file, entry))
      // What is kept is what a later reading finds, so that both give the same table.
      keep(entries, JSON.parse(JSON.stringify(entry)) as Entry)
    },
    close: () => closeSync(file),
  }
}

/** The entry of a run that ended well. */
export const entryFor = (cell: number, run: RunResult): Entry => ({
  cell,
  replication: run.replication,
  seed: run.seed,
  fingerprint: run.fingerprint,
  virtualMs: run.virtualMs,
  events: run.events,
  metrics: Object.fromEntries(Object.entries(run.metrics).map(([name, { value }]) => [name, value])),
  problem: '',
})

const keyOf = (cell: number, replication: number): string => `${cell}/${replication}`

const keep = (entries: Map<string, Entry>, entry: Entry): void => {
  entries.set(keyOf(entry.cell, entry.replication), entry)
}

function writeWhole(file: number, value: unknown): void {
  writeSync(file, `${JSON.stringify(value)}\n`)
}

/** The lines of the file that were written to their end; the rest is cut off. */
function wholeLines(path: string): string[] {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
  const end = bytes.lastIndexOf('\n') + 1
  if (end < bytes.length) truncateSync(path, end)
  return bytes.toString('utf8', 0, end).split('\n').slice(0, -1)
}

function checkHeader(path: string, text: string, wanted: SweepHeader): void {
  const found = jsonOf(text) as Partial<SweepHeader> | undefined
  if (found?.kind !== 'sweep')
    throw new TandemError('ConfigInvalid', `${path}: line 1 is no head of a sweep; choose another --out`)
  if (found.identity === wanted.identity) return
  const parts = (['scenario', 'seed', 'design'] as const).filter((part) => found[part] !== wanted[part])
  const told = parts.map((part) => `${part} was ${found[part]}, is now ${wanted[part]}`)
  throw new TandemError(
    'ConfigInvalid',
    `${path}: holds another sweep: ${told.join('; ')}; choose another --out, or repeat the command that began it`,
  )
}

function entryOf(path: string, text: string, line: number): Entry {
  const entry = jsonOf(text) as Entry | undefined
  if (Number.isInteger(entry?.cell) && Number.isInteger(entry?.replication) && entry?.metrics) return entry
  throw new TandemError(
    'ConfigInvalid',
    `${path}: line ${line} is no run of a sweep; remove the line and it is computed again`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function onDisk<T>(path: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    if (error instanceof TandemError) throw error
    throw new TandemError(
      'OutputFailed',
      `${path}: cannot be used: ${(error as Error).message}; finished runs are kept, the same command goes on`,
    )
  }
}
