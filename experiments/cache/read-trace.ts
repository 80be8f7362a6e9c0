import { createReadStream, statSync } from 'node:fs'
import type { Readable, Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { SlotIndex } from '#core/collections/slot-index.ts'
import { TandemError } from '#core/errors.ts'
import { GrowingArray } from './growing-array.ts'
import { type Columns, columnsOf, formatOf, type TraceFormat } from './trace-format.ts'

/** A decoded trace, in memory that threads share. */
export interface DecodedTrace {
  readonly keys: Uint32Array | Float64Array
  /** One a request, where the file has sizes. */
  readonly sizes: Uint32Array | Float64Array | undefined
  readonly format: TraceFormat
  readonly lines: number
  readonly distinct: number
  /** Sum of the sizes of all keys as each was first asked for; the number of keys where there are no sizes. */
  readonly distinctBytes: number
}

export interface ReadOptions {
  /** In place of what the first line says. */
  readonly format?: TraceFormat | undefined
  readonly columns?: string | undefined
  readonly signal: AbortSignal
  /** Share of the file that was read, 0..1. */
  readonly progress?: (share: number) => void
}

const runMax = 1_000_000

/**
 * Reads a trace, plain or compressed by gzip or zstd. Keys that are no integers are numbered in the order in which they come.
 *
 * Cost    one pass; 4 to 8 bytes a request, twice that for a moment while arrays grow, and 8 to 16 bytes a request with sizes
 * Errors  InputMissing naming file and line: not there, empty, truncated, no number, negative or decreasing time, size below 1
 */
export async function readTrace(path: string, options: ReadOptions): Promise<DecodedTrace> {
  const reader = new TraceReader(options)
  try {
    await feed(path, reader, options)
    return reader.end()
  } catch (error) {
    const at = error instanceof TandemError ? `${path}: ` : `${path}: line ${reader.line}: `
    throw new TandemError('InputMissing', `${at}${messageOf(error as NodeJS.ErrnoException)}`)
  }
}

function messageOf(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file'
  if (error.code === 'Z_BUF_ERROR' || /unexpected end/i.test(error.message))
    return 'the compressed file is truncated'
  return error.message
}

async function feed(path: string, reader: TraceReader, { signal, progress }: ReadOptions): Promise<void> {
  const bytes = statSync(path).size
  const file = createReadStream(path, { highWaterMark: 1 << 20, signal })
  const unpacker = unpackerOf(path)
  const source: Readable = unpacker === undefined ? file : file.pipe(unpacker)
  if (unpacker !== undefined) file.on('error', (error) => unpacker.destroy(error))
  for await (const chunk of source) {
    reader.take(chunk as Buffer)
    progress?.(bytes === 0 ? 1 : file.bytesRead / bytes)
  }
}

function unpackerOf(path: string): Transform | undefined {
  if (path.endsWith('.gz')) return createGunzip()
  return path.endsWith('.zst') ? createZstdDecompress() : undefined
}

const [tab, newline, carriage, space, comma, semicolon, zero, nine] = [9, 10, 13, 32, 44, 59, 48, 57] as const

class TraceReader {
  /** Of the line that is being read, from 1. */
  line = 1
  readonly #keys = new GrowingArray()
  readonly #sizes = new GrowingArray()
  readonly #names = new Map<string, number>()
  readonly #seen = new SlotIndex(1024)
  #distinct = 0
  readonly #wished: string | undefined
  #format: TraceFormat | undefined
  #columns: Columns | undefined
  #rest: Buffer = Buffer.alloc(0)
  #lastTime = Number.NEGATIVE_INFINITY
  #distinctBytes = 0

  constructor({ format, columns }: ReadOptions) {
    this.#format = format
    this.#wished = columns
  }

  take(chunk: Buffer): void {
    const text = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    let start = 0
    for (let end = text.indexOf(newline, start); end >= 0; end = text.indexOf(newline, start)) {
      this.#read(text, start, end)
      this.line++
      start = end + 1
    }
    this.#rest = Buffer.from(text.subarray(start))
  }

  end(): DecodedTrace {
    if (this.#rest.length > 0) this.#read(this.#rest, 0, this.#rest.length)
    else this.line--
    if (this.#keys.length === 0) throw new TandemError('InputMissing', 'holds no request')
    const isSized = this.#sizes.length > 0
    return {
      keys: this.#keys.shared(),
      sizes: isSized ? this.#sizes.shared() : undefined,
      format: this.#format!,
      lines: this.line,
      distinct: this.#distinct,
      distinctBytes: this.#distinctBytes,
    }
  }

  #read(text: Buffer, start: number, end: number): void {
    const last = end > start && text[end - 1] === carriage ? end - 1 : end
    if (last === start) return
    if (this.#format === undefined) this.#format = formatOf(text.toString('utf8', start, last))
    if (this.#format === 'csv' && this.#columns === undefined) {
      this.#columns = columnsOf(text.toString('utf8', start, last), this.#wished)
      return
    }
    if (this.#format === 'keys') this.#request(this.#key(text, start, last))
    else if (this.#format === 'csv') this.#csv(text.toString('utf8', start, last))
    else this.#fields(text, start, last)
  }

  #fields(text: Buffer, start: number, end: number): void {
    const bounds: number[] = []
    for (let at = start; at < end; at++) {
      if (isSeparator(text[at]!)) continue
      const from = at
      while (at < end && !isSeparator(text[at]!)) at++
      bounds.push(from, at)
    }
    const expected = this.#format === 'runs' ? 2 : 3
    if (bounds.length !== 2 * expected)
      this.#fail(
        `${expected} fields are needed, found ${bounds.length / 2} in '${text.toString('utf8', start, Math.min(end, start + 60))}'`,
      )
    const field = (index: number) => text.toString('utf8', bounds[2 * index]!, bounds[2 * index + 1]!)
    if (this.#format === 'sized') {
      this.#time(field(0))
      this.#request(this.#key(text, bounds[2]!, bounds[3]!), this.#size(field(2)))
      return
    }
    const first = this.#whole('start', field(0), 0)
    const count = this.#whole('count', field(1), 1)
    if (count > runMax) this.#fail(`a run has at most ${runMax} keys, found ${count}`)
    for (let index = 0; index < count; index++) this.#request(first + index)
  }

  #csv(line: string): void {
    const columns = this.#columns!
    const fields = splitCsv(line)
    const field = (index: number): string => {
      const value = fields[index]
      return value ?? this.#fail(`column ${index + 1} is missing`)
    }
    if (columns.time !== undefined) this.#time(field(columns.time))
    const key = Buffer.from(field(columns.key))
    this.#request(
      this.#key(key, 0, key.length),
      columns.size === undefined ? undefined : this.#size(field(columns.size)),
    )
  }

  /** An integer below 2^53 is its own key; anything else is numbered, beyond all such integers of the file being as good as never met. */
  #key(text: Buffer, start: number, end: number): number {
    let value = 0
    for (let at = start; at < end; at++) {
      const digit = text[at]!
      if (digit < zero || digit > nine || end - start > 15)
        return this.#named(text.toString('utf8', start, end).trim())
      value = value * 10 + (digit - zero)
    }
    return value
  }

  #named(name: string): number {
    const known = this.#names.get(name)
    if (known !== undefined) return known
    // Numbered names and integers must not meet: names lie above 2^52.
    const number = 2 ** 52 + this.#names.size
    this.#names.set(name, number)
    return number
  }

  #request(key: number, size?: number): void {
    this.#keys.push(key)
    if (size !== undefined) this.#sizes.push(size)
    if (this.#seen.find(key) >= 0) return
    this.#seen.intern(key)
    this.#distinct++
    this.#distinctBytes += size ?? 1
  }

  #time(written: string): void {
    const time = /^[-\d]/.test(written) && !/^\d{4}-/.test(written) ? Number(written) : Date.parse(written)
    if (Number.isNaN(time)) this.#fail(`time '${written}' is no number`)
    if (time < 0) this.#fail(`time must not be negative, found ${written}`)
    if (time < this.#lastTime) this.#fail(`time must not decrease, found ${written} after ${this.#lastTime}`)
    this.#lastTime = time
  }

  #size(written: string): number {
    return this.#whole('size', written, 1)
  }

  #whole(what: string, written: string, min: number): number {
    const value = Number(written)
    if (written === '' || !Number.isInteger(value) || value < min)
      this.#fail(`${what} must be a whole number of at least ${min}, found '${written}'`)
    return value
  }

  #fail(message: string): never {
    throw new TandemError('InputMissing', `line ${this.line}: ${message}`)
  }
}

const isSeparator = (byte: number): boolean =>
  byte === space || byte === tab || byte === comma || byte === semicolon

/** Fields of a line; a quoted one may hold separators, and a doubled quote stands for one (RFC 4180). */
function splitCsv(line: string): string[] {
  const separator = !line.includes(',') && line.includes(';') ? ';' : ','
  if (!line.includes('"')) return line.split(separator)
  const fields = ['']
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!
    if (letter === '"' && isQuoted && line[at + 1] === '"') {
      fields[fields.length - 1] += '"'
      at++
    } else if (letter === '"') isQuoted = !isQuoted
    else if (letter === separator && !isQuoted) fields.push('')
    else fields[fields.length - 1] += letter
  }
  return fields
}
