import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import type { Ms } from '#core/units.ts'

export interface ProgramRun {
  /** File for all that it writes. */
  readonly log: string
  readonly runDir: string
  /** It is killed then. */
  readonly limitMs: Ms
  readonly signal: AbortSignal
  /** What asks it to stop, so that it writes what it has. */
  readonly stopsBy: NodeJS.Signals
}

/**
 * Runs a load generator to its end, or to the limit, and gives its exit status. It is a process group of its own: a shell script before
 * the program takes no signal away from it, and Ctrl-C reaches only the command, which asks the group to stop.
 */
export async function runProgram(
  program: string,
  words: readonly string[],
  { log, runDir, limitMs, signal, stopsBy }: ProgramRun,
): Promise<number | null> {
  const output = openSync(log, 'w')
  const child = spawn(program, words, { stdio: ['ignore', output, output], cwd: runDir, detached: true })
  closeSync(output)
  const send = (name: NodeJS.Signals) => {
    if (child.pid !== undefined) signalGroup(child.pid, name)
  }
  const abort = () => send(stopsBy)
  const kill = () => send('SIGKILL')
  const limit = setTimeout(kill, limitMs)
  signal.addEventListener('abort', abort)
  process.on('exit', kill)
  if (signal.aborted) abort()
  try {
    return await new Promise<number | null>((done, failed) => {
      child.once('error', failed)
      child.once('exit', done)
    })
  } finally {
    clearTimeout(limit)
    process.off('exit', kill)
    signal.removeEventListener('abort', abort)
  }
}

/** The group may have ended meanwhile. */
function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name)
  } catch {
    return
  }
}

const saidCharactersMax = 300

/** The last line that a program wrote, for the error that says why it ended. */
export function lastSaid(log: string): string {
  const lines = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
  return (lines.at(-1) ?? 'it said nothing').slice(0, saidCharactersMax)
}
