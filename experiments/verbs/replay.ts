import { readFileSync } from 'node:fs'
import { TandemError } from '#core/errors.ts'
import type { Recorded } from '#core/flow/recording.ts'
import { readRecording } from '#core/flow/recording-reader.ts'
import { type RecordingNames, recordingVersion } from '#core/flow/recording-writer.ts'
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
        `  first difference at record ${first.record}: live decided "${first.recorded}", the simulator "${first.replayed}"`,
      )
      if (first.request !== undefined) out.line(`  request: ${first.request}`)
      for (const { record, text } of first.before) out.line(`  record ${record}: ${text}`)
    }
    return results.every(({ first }) => first === undefined) ? 0 : 1
  },
}

/** Records that are shown before the one that differs. */
const contextRecords = 6

/** Reads and replays one recording. Records count from 1. */
export function replayFile(path: string) {
  const { header, recording } = readRecordingFile(path)
  const { first, ...counts } = replayRecording(header.scenario, header.index, recording)
  if (first === undefined) return { ...counts, first }
  const at = first.record - 1
  const task = recording[at]![2]
  const started = recording.slice(0, at).findLast((one) => one[0] === 'start' && one[2] === task)
  const from = Math.max(0, at - contextRecords)
  return {
    ...counts,
    first: {
      ...first,
      request: started === undefined ? undefined : JSON.stringify(started[3]),
      before: recording
        .slice(from, at)
        .map((one, offset) => ({ record: from + offset + 1, text: textOf(one) })),
    },
  }
}

const textOf = ([kind, now, ...rest]: Recorded): string =>
  `${kind} at ${now} ms: ${rest.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' ')}`

/** Of the first line: the node, the scenario it served, and the names that records give by their places. */
interface Header extends RecordingNames {
  readonly recording: number
  readonly scenario: WebScenario
  readonly index: number
}

/** A recording by its file. Errors: InputMissing for what is none, or none of this version. */
export function readRecordingFile(path: string): { header: Header; recording: Recorded[] } {
  try {
    const bytes = readFileSync(path)
    const headerEnds = bytes.indexOf('\n')
    const header = parseHeader(bytes.toString('utf8', 0, Math.max(0, headerEnds)))
    return { header, recording: readRecording(bytes.subarray(headerEnds + 1), header) }
  } catch (error) {
    throw new TandemError('InputMissing', `${path}: ${(error as Error).message}`)
  }
}

function parseHeader(line: string): Header {
  const { scenario, index, recording = 1, ...names } = headerFields(line)
  if (scenario === undefined || index === undefined) throw notHeader()
  if (recording !== recordingVersion)
    throw new Error(
      `is a recording of version ${recording}, and this reads version ${recordingVersion}; record it again`,
    )
  return { scenario, index, recording, ...names } as Header
}

function headerFields(line: string): Partial<Header> {
  try {
    return JSON.parse(line) ?? {}
  } catch {
    throw notHeader()
  }
}

const notHeader = () => new Error('the first line is not the header of a recording')
