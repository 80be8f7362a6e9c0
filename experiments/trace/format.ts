import { TandemError } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { accessLog } from './format/access-log.ts'
import { cloudfront } from './format/cloudfront.ts'
import { csv } from './format/csv.ts'
import { jmeterXml } from './format/jmeter-xml.ts'
import { jsonLines } from './format/json-lines.ts'
import { k6Json } from './format/k6-json.ts'

/** One request as a log tells it; what a log does not tell is undefined. */
export interface LoggedRequest {
  /** Any origin, the same for the whole file. */
  readonly atMs: Ms
  /** Who asked: address and user agent, or the virtual user. */
  readonly client?: string | undefined
  /** What was asked, with its query string. */
  readonly url?: string | undefined
  readonly isWrite?: boolean | undefined
  /** HTTP status, 0 when there was no answer. */
  readonly status?: number | undefined
  readonly bytes?: Bytes | undefined
  readonly responseMs?: Ms | undefined
}

/** A line that is in order and holds no request: a header, a comment, another metric. */
export const noRequest = 'no request'

/** What a line holds, or the sentence that says what is wrong with it. */
export interface ReadLine {
  (line: string): LoggedRequest | typeof noRequest | { readonly wrong: string }
  /** When the file has ended: the sentence that says what is missing. */
  atEnd?: () => string | undefined
}

/** How the lines of a kind of log are read. */
export interface TraceFormat {
  readonly name: string
  readonly meaning: string
  /** Whether a file that begins with these lines (none empty) is of the kind. */
  readonly recognises: (head: readonly string[]) => boolean
  /** A reader for one file; it may remember a header. */
  readonly reader: () => ReadLine
}

/** Every format; a file is of the first that recognises it. */
export const traceFormats: readonly TraceFormat[] = [accessLog, cloudfront, k6Json, jmeterXml, jsonLines, csv]

/** Errors  ConfigInvalid when no format has the name, with the nearest one. */
export function formatNamed(name: string): TraceFormat {
  const found = traceFormats.find((format) => format.name === name)
  if (found !== undefined) return found
  const names = traceFormats.map((format) => format.name)
  const nearest = nearestName(name, names)
  throw new TandemError(
    'ConfigInvalid',
    `--format: unknown '${name}'${nearest === undefined ? '' : `, did you mean ${nearest}?`}; allowed ${names.join(', ')}`,
  )
}
