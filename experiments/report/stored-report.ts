import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { writeResult } from '../result-folder.ts'
import { cacheReport } from './cache-report.ts'
import { comparisonReport } from './comparison-report.ts'
import { paperReport } from './paper-report.ts'
import { runReport } from './run-report.ts'
import { selectionReport } from './selection-report.ts'
import { sweepReport } from './sweep-report.ts'
import { validationReport } from './validation-report.ts'

/** What can be drawn: the file that tells which verb wrote the folder. */
export const storedNames = [
  'reproduction.json',
  'run.json',
  'compare.json',
  'sweep.json',
  'select.json',
  'validation.json',
  'cache.json',
  'curve.json',
] as const

export type StoredName = (typeof storedNames)[number]

/**
 * Draws what a folder holds as `report.html` beside it and returns the path of the page.
 *
 * Parameters  name: which of the stored results; the newest unless said
 * Errors      InputMissing when there is none or when it is not one; OutputFailed
 */
export function writeReport(folder: string, name: StoredName | undefined = newestIn(folder)): string {
  if (name === undefined)
    throw new TandemError(
      'InputMissing',
      `${folder}: has none of ${storedNames.join(', ')}; verbs write them with --out`,
    )
  return writeResult(folder, 'report.html', htmlOf(folder, name))
}

function newestIn(folder: string): StoredName | undefined {
  const age = (name: string) => statSync(join(folder, name)).mtimeMs
  const found = storedNames.filter((name) => existsSync(join(folder, name)))
  return found.reduce<StoredName | undefined>(
    (newest, name) => (newest === undefined || age(name) > age(newest) ? name : newest),
    undefined,
  )
}

function htmlOf(folder: string, name: StoredName): string {
  const source = join(folder, name)
  try {
    return drawn(name, JSON.parse(readFileSync(source, 'utf8')), folder)
  } catch (error) {
    if (error instanceof TandemError) throw error
    throw new TandemError('InputMissing', `${source}: is not a stored result: ${(error as Error).message}`)
  }
}

/** The type of what was stored is a matter of trust between a verb and its page. */
function drawn(name: StoredName, stored: ReturnType<typeof JSON.parse>, folder: string): string {
  switch (name) {
    case 'reproduction.json':
      return paperReport(stored)
    case 'run.json':
      return runReport(stored.summary, stored.results, stored.warmUp)
    case 'compare.json':
      return comparisonReport(stored)
    case 'sweep.json':
      return sweepReport(stored, summaryIn(folder))
    case 'select.json':
      return selectionReport(stored)
    case 'cache.json':
    case 'curve.json':
      return cacheReport(stored)
    case 'validation.json':
      return validationReport(stored)
  }
}

/** `sweep.json` is written before the first run, `summary.csv` after the last. */
function summaryIn(folder: string): string {
  const path = join(folder, 'summary.csv')
  if (!existsSync(path))
    throw new TandemError(
      'InputMissing',
      `${path}: is missing; the sweep did not end, the same command goes on`,
    )
  return readFileSync(path, 'utf8')
}
