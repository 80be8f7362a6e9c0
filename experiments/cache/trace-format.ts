import { TandemError } from '#core/errors.ts'

/** What a trace file holds, line by line. */
export const traceFormats = ['keys', 'sized', 'runs', 'csv'] as const
export type TraceFormat = (typeof traceFormats)[number]

/** Which column of a CSV holds what. */
export interface Columns {
  readonly key: number
  readonly size: number | undefined
  readonly time: number | undefined
}

/** Names that columns go by; the first that is there is taken. */
const names = {
  key: ['key', 'id', 'obj_id', 'object', 'object_id', 'url', 'uri', 'block'],
  size: ['size', 'bytes', 'obj_size', 'object_size', 'length'],
  time: ['time', 'timestamp', 'ts', 'clock_time', 'datetime'],
} as const

const separators = /[\s,;]+/

/**
 * Tells the format from the first line: `keys` one key a line, `sized` time key size, `runs` start count (consecutive keys), `csv` with a
 * header of column names.
 *
 * Errors  InputMissing for a line that is none of these
 */
export function formatOf(line: string): TraceFormat {
  if (/[,;]/.test(line) && /[a-z]/i.test(line)) return 'csv'
  const fields = line.trim().split(separators)
  if (fields.length === 1) return 'keys'
  if (fields.length === 2 && fields.every(isNumber)) return 'runs'
  if (fields.length === 3 && isNumber(fields[0]!) && isNumber(fields[2]!)) return 'sized'
  throw new TandemError(
    'InputMissing',
    `line 1: '${line.slice(0, 60)}' is no known format; allowed ${traceFormats.join(', ')} (--format names it)`,
  )
}

const isNumber = (text: string): boolean => text !== '' && Number.isFinite(Number(text))

/** Reads the header of a CSV. `wished` names columns, as in `--columns key=url,size=bytes`. Errors: ConfigInvalid, InputMissing. */
export function columnsOf(header: string, wished: string | undefined): Columns {
  const separator = header.includes(';') ? ';' : ','
  const found = header.split(separator).map((name) => name.trim().replace(/^"|"$/g, '').toLowerCase())
  const wish = new Map(
    (wished === undefined ? [] : wished.split(',')).map((pair): [string, string] => {
      const [role = '', name = ''] = pair.split('=').map((part) => part.trim().toLowerCase())
      if (!(role in names) || name === '')
        throw new TandemError(
          'ConfigInvalid',
          `--columns: '${pair}' must be key=NAME, size=NAME or time=NAME`,
        )
      return [role, name]
    }),
  )
  const place = (role: keyof typeof names): number | undefined => {
    const asked = wish.get(role)
    const index =
      asked === undefined
        ? names[role].map((name) => found.indexOf(name)).find((at) => at >= 0)
        : found.indexOf(asked)
    if (asked !== undefined && index === -1)
      throw new TandemError(
        'ConfigInvalid',
        `--columns: there is no column '${asked}'; found ${found.join(', ')}`,
      )
    return index
  }
  const key = place('key')
  if (key === undefined)
    throw new TandemError(
      'InputMissing',
      `line 1: no column of keys; found ${found.join(', ')}; name one by --columns key=NAME`,
    )
  return { key, size: place('size'), time: place('time') }
}
