import { readFileSync } from 'node:fs'
import { TandemError } from '#core/errors.ts'
import type { Recorded } from '#core/flow/recording.ts'
import { lineReader } from '#core/flow/recording-line.ts'
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
      if (first === undefined) continue
      out.line(
        `  first difference at line ${first.line}: live decided "${first.recorded}", the simulator "${first.replayed}"`,
      )
      if (first.request !== undefined) out.line(`  request: ${first.request}`)
      for (const { line, text } of first.before) out.line(`  line ${line}: ${text}`)
    }
    return results.every(({ first }) => first === undefined) ? 0 : 1
  },
}

/** Lines of the recording that are shown before the one that differs. */
const contextLines = 6

/** Reads and replays one recording. Its first line names the node and the scenario it served. Lines count in the file, from 1. */
export function replayFile(path: string) {
  const [header, ...lines] = readLines(path)
  const { scenario, index, ops = [] } = parseHeader(path, header)
  const read = lineReader(ops)
  const recording = lines.map((line, at) => parseLine(path, at + 2, line, read))
  const { first, ...counts } = replayRecording(scenario, index, recording)
  if (first === undefined) return { ...counts, first }
  // The header is a line of the file and no record.
  const at = first.line - 1
  const task = recording[at]![2]
  const started = recording.slice(0, at).findLast((one) => one[0] === 'start' && one[2] === task)
  const from = Math.max(0, at - contextLines)
  return {
    ...counts,
    first: {
      ...first,
      line: first.line + 1,
      request: started === undefined ? undefined : JSON.stringify(started[3]),
      before: recording
        .slice(from, at)
        .map((one, offset) => ({ line: from + offset + 2, text: textOf(one) })),
    },
  }
}

const textOf = ([kind, now, ...rest]: Recorded): string =>
  `${kind} at ${now} ms: ${rest.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ')}`

function readLines(path: string): string[] {
  try {
    const lines = readFileSync(path, 'utf8').split('\n')
    // A node that was killed leaves its last line unfinished; what came before is whole.
    return lines.slice(0, -1)
  } catch (error) {
    throw new TandemError('InputMissing', `${path}: ${(error as Error).message}`)
  }
}

interface Header {
  readonly scenario: WebScenario
  readonly index: number
  readonly ops?: readonly string[]
}

function parseHeader(path: string, text = ''): Header {
  const header = parseLine(path, 1, text, JSON.parse) as Partial<Header> | null
  if (header?.scenario !== undefined && header.index !== undefined) return header as Header
  throw new TandemError('InputMissing', `${path}: line 1 is not the header of a recording`)
}

/** A short line, or a JSON array, as recordings can be written by hand. */
function parseLine<T>(path: string, line: number, text: string, read: (text: string) => T): T {
  try {
    return text.startsWith('[') ? JSON.parse(text) : read(text)
  } catch (error) {
    throw new TandemError(
      'InputMissing',
      `${path}: line ${line}: ${(error as Error).message}; is this a recording?`,
    )
  }
}
