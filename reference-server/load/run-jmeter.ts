import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import { needProgram } from '../program.ts'
import { jmeterPlan, jmeterRequests, sampleVariables } from './jmeter-plan.ts'
import { readJtl } from './jtl.ts'
import type { LoadPlan } from './plan.ts'
import type { Generated } from './points.ts'
import { lastSaid, runProgram } from './run-program.ts'

/** Debian's package is 2.13, which cannot start a plan on a Java of today. */
export const enableJmeter =
  'tar xf apache-jmeter-5.6.3.tgz && export PATH="$PWD/apache-jmeter-5.6.3/bin:$PATH" (archive from jmeter.apache.org; needs Java 8 or newer), or npm run setup where Java and Maven are there, or use --with k6'

export interface JmeterRun {
  readonly url: string
  readonly runDir: string
  readonly signal: AbortSignal
}

/** Beyond the test itself: starting Java, letting the last answers in. */
const startAndEndMs = 45_000

/** Writes plan and data set, runs JMeter without its window, reads its results. Errors: ProgramMissing, LaunchFailed, InputMissing. */
export async function runJmeter(plan: LoadPlan, { url, runDir, signal }: JmeterRun): Promise<Generated> {
  const program = needProgram('jmeter', enableJmeter)
  const file = join(runDir, 'result.jtl')
  const log = join(runDir, 'jmeter.log')
  const { hostname, port } = new URL(url)
  rmSync(file, { force: true })
  writeFileSync(join(runDir, 'plan.jmx'), jmeterPlan(plan, 'requests.csv'))
  writeFileSync(join(runDir, 'requests.csv'), jmeterRequests(plan))
  const properties = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port || '80',
    sample_variables: sampleVariables.join(','),
    'jmeter.save.saveservice.output_format': 'csv',
    'jmeter.save.saveservice.timestamp_format': 'ms',
    'jmeter.save.saveservice.print_field_names': 'true',
    // What was answered is kept when the run is stopped.
    'jmeter.save.saveservice.autoflush': 'true',
  }
  const words = ['-n', '-t', join(runDir, 'plan.jmx'), '-l', file, '-j', join(runDir, 'jmeter-engine.log')]
  const status = await runProgram(
    program,
    [...words, ...Object.entries(properties).map(([name, value]) => `-J${name}=${value}`)],
    { log, runDir, limitMs: plan.durationMs + startAndEndMs, signal, stopsBy: 'SIGTERM' },
  )
  if ((status !== 0 || !existsSync(file)) && !signal.aborted)
    throw new TandemError(
      'LaunchFailed',
      `jmeter ended with ${status ?? 'no answer in time'}: ${lastSaid(log)}; see ${log}`,
    )
  return { points: existsSync(file) ? readJtl(readFileSync(file, 'utf8'), plan, file) : [], file }
}
