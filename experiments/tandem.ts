#!/usr/bin/env node
/** The command: one verb a file, errors in one line, exit status 0 done, 1 the check failed, 2 wrong input. */
import { parseArgs } from 'node:util'
import { TandemError } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import { type Call, commonOptions, createOutput, type Verb } from './verb.ts'

const verbs: Readonly<Record<string, () => Promise<Verb>>> = {
  run: async () => (await import('./verbs/run.ts')).run,
  compare: async () => (await import('./verbs/compare.ts')).compare,
  sweep: async () => (await import('./verbs/sweep.ts')).sweep,
  select: async () => (await import('./verbs/select.ts')).select,
  cache: async () => (await import('./verbs/cache.ts')).cache,
  policies: async () => (await import('./verbs/policies.ts')).policies,
  reproduce: async () => (await import('./verbs/reproduce.ts')).reproduce,
  serve: async () => (await import('./verbs/serve.ts')).serve,
  load: async () => (await import('./verbs/load.ts')).load,
  calibrate: async () => (await import('./verbs/calibrate.ts')).calibrate,
  validate: async () => (await import('./verbs/validate.ts')).validate,
  replay: async () => (await import('./verbs/replay.ts')).replay,
  fuzz: async () => (await import('./verbs/fuzz.ts')).fuzz,
  report: async () => (await import('./verbs/report.ts')).report,
  trace: async () => (await import('./verbs/trace.ts')).trace,
}

const nodeMajorMin = 26

async function main(words: readonly string[]): Promise<number> {
  if (Number(process.versions.node.split('.')[0]) < nodeMajorMin) {
    return wrongInput(
      `this needs Node ${nodeMajorMin} or newer, found ${process.versions.node}; npm run -s tandem uses the right one`,
    )
  }
  const [name, ...rest] = words
  if (name === undefined || name === '--help' || name === 'help') return printHelp()
  const known = verbs[name]
  if (known === undefined) {
    const nearest = nearestName(name, Object.keys(verbs))
    return wrongInput(
      `unknown verb '${name}'${nearest ? `, did you mean ${nearest}?` : ''}; tandem --help lists them`,
    )
  }
  return runVerb(await known(), rest)
}

async function runVerb(verb: Verb, words: readonly string[]): Promise<number> {
  const options = { ...commonOptions, ...verb.options }
  let parsed: { values: Call['values']; positionals: string[] }
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true }) as typeof parsed
  } catch (error) {
    return wrongInput(`${verb.name}: ${optionProblem(error as Error, Object.keys(options))}`)
  }
  if (parsed.values.help) {
    process.stdout.write(`${verb.summary}\n\nUsage: tandem ${verb.usage}\n`)
    return 0
  }
  const abort = new AbortController()
  const interrupt = () => abort.abort()
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  const out = createOutput(parsed.values.json === true, parsed.values.quiet === true)
  try {
    const status = await verb.run({ ...parsed, out, signal: abort.signal })
    return abort.signal.aborted ? 130 : status
  } catch (error) {
    if (error instanceof TandemError) return wrongInput(error.message)
    throw error
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
  }
}

function optionProblem(error: Error, known: readonly string[]): string {
  const unknown = /Unknown option '--?([^']+)'/.exec(error.message)?.[1]
  const nearest = unknown === undefined ? undefined : nearestName(unknown, known)
  return unknown === undefined
    ? error.message
    : `unknown option --${unknown}${nearest ? `, did you mean --${nearest}?` : ''}`
}

async function printHelp(): Promise<number> {
  process.stdout.write(
    'Simulates web backends, serves them for real, and compares both.\n\nUsage: tandem VERB ... [--json] [--quiet] [--help]\n\n',
  )
  for (const load of Object.values(verbs)) {
    const { usage, summary } = await load()
    process.stdout.write(`  ${usage}\n      ${summary}\n`)
  }
  return 0
}

function wrongInput(message: string): number {
  process.stderr.write(`tandem: ${message}\n`)
  return 2
}

process.exitCode = await main(process.argv.slice(2))
