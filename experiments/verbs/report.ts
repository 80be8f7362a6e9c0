import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { paperReport } from '../report/paper-report.ts'
import { runReport } from '../report/run-report.ts'
import { writeResult } from '../result-folder.ts'
import type { Verb } from '../verb.ts'

const sources = ['reproduction.json', 'run.json'] as const

export const report: Verb = {
  name: 'report',
  summary: 'Draws the stored results of a folder again: one self-contained HTML page.',
  usage: 'report DIR',
  options: {},
  async run({ positionals, out }) {
    const [folder] = positionals
    if (folder === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${report.usage}`)
    const source = sources.map((name) => join(folder, name)).find(existsSync)
    if (source === undefined)
      throw new TandemError(
        'InputMissing',
        `${folder}: has neither ${sources.join(' nor ')}; run and reproduce write them with --out`,
      )
    const path = writeResult(folder, 'report.html', htmlOf(source))
    out.json({ report: path })
    out.line(`report: ${path}`)
    return 0
  },
}

function htmlOf(source: string): string {
  try {
    const stored = JSON.parse(readFileSync(source, 'utf8'))
    return stored.kind === 'run'
      ? runReport(stored.summary, stored.results, stored.warmUp)
      : paperReport(stored)
  } catch (error) {
    throw new TandemError('InputMissing', `${source}: is not a stored result: ${(error as Error).message}`)
  }
}
