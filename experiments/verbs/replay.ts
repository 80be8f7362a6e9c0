import { readFileSync } from 'node:fs'
import { TandemError } from '#core/errors.ts'
import type { Recorded } from '#core/flow/recording.ts'
import type { WebScenario } from '#core/scenario.ts'
import { replay as replayRecording } from '#sim/replay.ts'
import type { Verb } from '../verb.ts'

export const replay: Verb = {
  name: 'replay',
  summary: 'Re-runs the recording of a live node in the simulator and compares every decision.',
  usage: 'replay RECORDING...',
  options: {},
  async run({ positionals, out }) {
    if (positionals.length === 0) throw new TandemError('ConfigInvalid', `usage: tandem ${replay.usage}`)
    const results = positionals.map((path) => ({ path, ...replayFile(path) }))
    out.json(results)
    for (const { path, requests, decisions, agreed, first } of results) {
      out.line(`${path}: ${requests} requests, ${agreed} of ${decisions} decisions the same`)
      if (first !== undefined)
        out.line(
          `  first difference at line ${first.line}: live decided "${first.recorded}", the simulator "${first.replayed}"`,
        )
    }
    return results.every(({ first }) => first === undefined) ? 0 : 1
  },
}

/** Reads and replays one recording. Its first line names the node and the scenario it served. */
export function replayFile(path: string) {
  const [header, ...lines] = readLines(path)
  const { scenario, index } = parseLine(path, 1, header) as { scenario?: WebScenario; index?: number }
  if (scenario === undefined || index === undefined)
    throw new TandemError('InputMissing', `${path}: line 1 is not the header of a recording`)
  return replayRecording(
    scenario,
    index,
    lines.map((line, at) => parseLine(path, at + 2, line) as Recorded),
  )
}

function readLines(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    // A node that was killed leaves its last line unfinished; what came before is whole.
    return lines.slice(0, -1)
  } catch (error) {
    throw new TandemError('InputMissing', `${path}: ${(error as Error).message}`)
  }
}

function parseLine(path: string, line: number, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    throw new TandemError('InputMissing', `${path}: line ${line} is not JSON; is this a recording?`)
  }
}
