import { execFile } from 'node:child_process'
import { parseArgs, promisify } from 'node:util'
import { TandemError } from '#core/errors.ts'
import { commonOptions, type Verb } from '#experiments/verb.ts'

export interface Answer {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

const run = promisify(execFile)

/** Runs the command as a person would, in a process of its own. */
export async function tandem(...words: string[]): Promise<Answer> {
  try {
    return { status: 0, ...(await run('node', ['experiments/tandem.ts', ...words])) }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { status: code, stdout, stderr }
  }
}

/** Runs one verb in this process: sooner than the command, and the same but for signals. */
export async function callVerb(
  verb: Verb,
  words: readonly string[],
  signal = new AbortController().signal,
): Promise<Answer> {
  const options = { ...commonOptions, ...verb.options }
  const parsed = parseArgs({ args: [...words], options, allowPositionals: true })
  const isJson = parsed.values.json === true
  let stdout = ''
  const line = (text: string) => {
    if (!isJson) stdout += `${text}\n`
  }
  const json = (document: unknown) => {
    if (isJson) stdout += `${JSON.stringify(document)}\n`
  }
  try {
    const out = { isJson, line, json, progress: () => undefined }
    return { status: await verb.run({ ...parsed, out, signal }), stdout, stderr: '' }
  } catch (error) {
    if (error instanceof TandemError) return { status: 2, stdout, stderr: error.message }
    throw error
  }
}
