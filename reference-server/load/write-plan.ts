import { mkdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import { jmeterPlan, jmeterRequests, sampleVariables } from './jmeter-plan.ts'
import { k6Script, type Thresholds } from './k6-script.ts'
import { loadPlan } from './plan.ts'

/** What was written, and how it is run. */
export interface WrittenPlan {
  readonly files: readonly string[]
  readonly command: string
}

/**
 * Writes a scenario's load for others to run: a plan of JMeter with its data set (`.jmx`) or a script of k6 with its requests (`.js`).
 *
 * Errors  ConfigInvalid for another ending, OutputFailed
 */
export function writePlan(file: string, scenario: WebScenario, thresholds: Thresholds): WrittenPlan {
  const kind = extname(file)
  const name = basename(file, kind)
  const plan = loadPlan(scenario)
  const beside = (ending: string) => ({
    name: `${name}${ending}`,
    path: join(dirname(file), `${name}${ending}`),
  })
  if (kind === '.jmx') {
    const data = beside('.requests.csv')
    written({ [file]: jmeterPlan(plan, data.name), [data.path]: jmeterRequests(plan) })
    return {
      files: [file, data.path],
      command: `jmeter -n -t ${file} -l result.jtl -Jhost=127.0.0.1 -Jport=8080 -Jsample_variables=${sampleVariables.join(',')}`,
    }
  }
  if (kind === '.js') {
    const data = beside('.requests.json')
    written({ [file]: k6Script(plan, `./${data.name}`, thresholds), [data.path]: JSON.stringify(plan) })
    return { files: [file, data.path], command: `k6 run -e BASE=http://127.0.0.1:8080 ${file}` }
  }
  throw new TandemError(
    'ConfigInvalid',
    `--write-plan: found "${file}", allowed FILE.jmx (JMeter) or FILE.js (k6)`,
  )
}

function written(texts: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(texts))
    try {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    } catch (error) {
      throw new TandemError('OutputFailed', `${path}: cannot be written: ${(error as Error).message}`)
    }
}
