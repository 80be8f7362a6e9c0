import { TandemError } from '#core/errors.ts'
import type { LoadPlan } from './plan.ts'
import type { LoadPoint } from './points.ts'

const needed = [
  'timeStamp',
  'elapsed',
  'responseCode',
  'threadName',
  'at',
  'method',
  'path',
  'cache',
  'TESTSTART.MS',
]

/**
 * Points of JMeter's results (JTL as CSV) of a generated plan. An open request counts from its time in the plan, however late the thread
 * that sent it; a closed one from its sending.
 *
 * Source  JMeter user manual, Listeners, "CSV Log format": timeStamp is the start of the sample, elapsed excludes the timer before it
 * Errors  InputMissing: no header, a missing column, a line with other fields than the header or with a time that is no number; names the line
 */
export function readJtl(jtl: string, { arrivals }: Pick<LoadPlan, 'arrivals'>, file: string): LoadPoint[] {
  const wrong = (line: number, what: string) =>
    new TandemError('InputMissing', `${file}: line ${line}: ${what}`)
  const { rows: all, rest, restLine } = rowsOf(jtl)
  const [header, ...rows] = all
  if (rest.includes('\n')) throw wrong(restLine, 'has a quote out of place')
  if (header === undefined) throw wrong(1, 'is empty; JMeter wrote no result')
  const missing = needed.filter((name) => !header.cells.includes(name))
  if (missing.length > 0)
    throw wrong(1, `has no column ${missing.join(', ')}; run with -Jsample_variables as the plan says`)
  const places = new Map(header.cells.map((name, index) => [name, index]))
  return rows.map(({ cells, line }) => {
    if (cells.length !== header.cells.length)
      throw wrong(line, `has ${cells.length} fields, the header ${header.cells.length}`)
    const cell = (name: string) => cells[places.get(name)!]!
    const time = (name: string) => {
      const written = cell(name)
      if (!/^\d+$/.test(written)) throw wrong(line, `${name}: found "${written}", expected milliseconds`)
      return Number(written)
    }
    const startedMs = time('timeStamp') - time('TESTSTART.MS')
    const elapsedMs = time('elapsed')
    const latenessMs = arrivals === 'open' ? Math.max(0, startedMs - time('at')) : 0
    return {
      sentMs: arrivals === 'open' ? time('at') : startedMs,
      responseMs: elapsedMs + latenessMs,
      latenessMs,
      // Where there was no HTTP answer JMeter writes a sentence.
      status: Number(cell('responseCode')) || 0,
      cache: cell('cache'),
      isWrite: cell('method') === 'POST',
      path: cell('path'),
      user: userOf(cell('threadName')),
    }
  })
}

/** 7 of `users 1-7`. */
const userOf = (threadName: string): number => Number(/(\d+)$/.exec(threadName)?.[1] ?? 0)

interface Row {
  readonly cells: readonly string[]
  /** Where it begins, from 1. */
  readonly line: number
}

/** Rows of a CSV text; a quoted field may hold commas, quotes and line breaks. A last row without an end was cut off and is left out. */
function rowsOf(csv: string): { rows: Row[]; rest: string; restLine: number } {
  const rows: Row[] = []
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n)/y
  let cells: string[] = []
  let line = 1
  let begins = 1
  let read = 0
  for (let found = field.exec(csv); found !== null; found = field.exec(csv)) {
    cells.push(found[1]?.replaceAll('""', '"') ?? found[2]!)
    line += found[0].split('\n').length - 1
    read = field.lastIndex
    if (found[3] === ',') continue
    rows.push({ cells, line: begins })
    cells = []
    begins = line
  }
  return { rows, rest: csv.slice(read), restLine: begins }
}
