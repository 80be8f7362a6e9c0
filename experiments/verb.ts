import type { ParseArgsConfig } from 'node:util'

/** One verb of the command, in a file of its own. */
export interface Verb {
  readonly name: string
  readonly summary: string
  readonly usage: string
  readonly options: NonNullable<ParseArgsConfig['options']>
  /** Exit status: 0 done, 1 the check failed, 2 wrong input. */
  run(call: Call): Promise<number>
}

export interface Call {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>
  readonly out: Output
  readonly signal: AbortSignal
}

/** Where a verb writes: people read lines, programs read one JSON document, both never mixed. */
export interface Output {
  readonly isJson: boolean
  /** A line of the result on standard output; silent with --json. */
  line(text: string): void
  /** The one document of --json; silent without. */
  json(document: unknown): void
  /** What goes on, on standard error: one rewritten line on a terminal, else a line now and then. */
  progress(text: string): void
}

/** Options every verb knows. */
export const commonOptions = {
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
} as const satisfies Verb['options']

const progressEveryMs = 2_000

export function createOutput(isJson: boolean, isQuiet: boolean): Output {
  // Whoever reads may have read enough: `tandem ... | head`.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  let lastMs = 0
  return {
    isJson,
    line: (text) => {
      if (isJson) return
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
      process.stdout.write(`${text}\n`)
    },
    json: (document) => {
      if (isJson) process.stdout.write(`${JSON.stringify(document)}\n`)
    },
    progress: (text) => {
      if (isQuiet) return
      if (process.stderr.isTTY) {
        process.stderr.write(`\r\x1b[K${text}`)
        return
      }
      if (Date.now() - lastMs < progressEveryMs) return
      lastMs = Date.now()
      process.stderr.write(`${text}\n`)
    },
  }
}
