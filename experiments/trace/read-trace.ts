import { randomBytes } from 'node:crypto'
import { TandemError } from '#core/errors.ts'
import type { Ratio } from '#core/units.ts'
import { noRequest, type ReadLine, type TraceFormat, traceFormats } from './format.ts'
import { type Lines, readLines } from './read-lines.ts'
import { type PageKey, recorder, type Trace } from './recorder.ts'

export interface TraceOptions {
  /** Told by the first lines when absent. */
  readonly format?: TraceFormat | undefined
  readonly key: PageKey
  /** Largest share of malformed lines that is put up with. */
  readonly malformedRatioMax: Ratio
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((done: Ratio, lines: number) => void) | undefined
}

export interface MalformedLine {
  /** From 1. */
  readonly line: number
  readonly reason: string
}

export interface TraceSource {
  readonly format: string
  readonly lines: number
  readonly malformed: number
  /** The first of them. */
  readonly malformedExamples: readonly MalformedLine[]
}

const headLines = 50
const examplesMax = 5

/**
 * Reads a log to its end.
 *
 * Errors  InputMissing as `readLines`, and a file without requests; ConfigInvalid: no known format, or more malformed lines than allowed
 *         (the first ones with line number and reason)
 */
export async function readTrace(
  path: string,
  { format, key, malformedRatioMax, signal, progress }: TraceOptions,
): Promise<{ trace: Trace; source: TraceSource }> {
  const requests = recorder({ salt: randomBytes(16).toString('hex'), key })
  const examples: MalformedLine[] = []
  let known = format
  let read: ReadLine | undefined = format?.reader()
  let count = 0
  let filled = 0
  let malformed = 0
  for await (const { lines, done } of withWholeHead(readLines(path))) {
    if (signal?.aborted) break
    if (read === undefined) {
      known = recognised(path, lines)
      read = known.reader()
    }
    for (const line of lines) {
      count++
      if (line === '') continue
      filled++
      const found = read(line)
      if (found === noRequest) continue
      if ('atMs' in found) requests.add(found)
      else if (++malformed <= examplesMax) examples.push({ line: count, reason: found.wrong })
    }
    progress?.(done, count)
  }
  const unfinished = signal?.aborted === true ? undefined : read?.atEnd?.()
  if (unfinished !== undefined)
    throw new TandemError('InputMissing', `${path}: after line ${count}: ${unfinished}`)
  const trace = requests.finish()
  const shown = examples.map(({ line, reason }) => `\n  line ${line}: ${reason}`).join('')
  if (malformed > malformedRatioMax * filled)
    throw new TandemError(
      'ConfigInvalid',
      `${path}: ${malformed} of ${filled} lines are malformed, allowed ${malformedRatioMax * 100} % (--malformed-max)${shown}`,
    )
  if (trace.requests === 0 && signal?.aborted !== true)
    throw new TandemError('InputMissing', `${path}: no request in ${count} lines of ${known?.name ?? 'text'}`)
  return {
    trace,
    source: { format: known?.name ?? '', lines: count, malformed, malformedExamples: examples },
  }
}

/** Joins the first blocks until they hold enough lines to recognise a format by. */
async function* withWholeHead(blocks: AsyncIterable<Lines>): AsyncGenerator<Lines> {
  let head: string[] | undefined = []
  let done = 0
  for await (const block of blocks) {
    if (head === undefined) {
      yield block
      continue
    }
    head.push(...block.lines)
    done = block.done
    if (head.length < headLines) continue
    yield { lines: head, done }
    head = undefined
  }
  if (head !== undefined && head.length > 0) yield { lines: head, done }
}

function recognised(path: string, lines: readonly string[]): TraceFormat {
  const head = lines.filter((line) => line !== '').slice(0, headLines)
  const found = traceFormats.find(({ recognises }) => recognises(head))
  if (found !== undefined) return found
  throw new TandemError(
    'ConfigInvalid',
    `${path}: no known format; known are ${traceFormats.map(({ name, meaning }) => `${name} (${meaning})`).join(', ')}; --format says which`,
  )
}
