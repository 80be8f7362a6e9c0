import { TandemError } from '#core/errors.ts'
import { writeReport } from '../report/stored-report.ts'
import type { Verb } from '../verb.ts'

export const report: Verb = {
  name: 'report',
  summary:
    'Draws the stored results of a folder again, of any verb: one self-contained HTML page. The newest where it holds several.',
  usage: 'report DIR',
  options: {},
  async run({ positionals, out }) {
    const [folder] = positionals
    if (folder === undefined) throw new TandemError('ConfigInvalid', `usage: tandem ${report.usage}`)
    const path = writeReport(folder)
    out.json({ report: path })
    out.line(`report: ${path}`)
    return 0
  },
}
