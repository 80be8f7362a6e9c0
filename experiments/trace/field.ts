/** Single fields of logs: times in the notations that servers use, whole numbers, methods, request lines. */
import type { Ms } from '#core/units.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A time in ms since 1970: `17/May/2015:10:05:03 +0000`, ISO 8601 (UTC unless it says so), or a number.
 *
 * Parameters  unit of a number; without one it is told by its size: seconds below 1e11, then ms below 1e14, then microseconds,
 *             nanoseconds from 1e17
 * Errors      undefined when it is none of these
 */
export function timeField(value: unknown, unit?: 's' | 'ms'): Ms | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? numberTime(value, unit) : undefined
  if (typeof value !== 'string' || value === '') return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return numberTime(Number(value), unit)
  const clf = /^(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d(?:\.\d+)?) ([+-]\d\d)(\d\d)$/.exec(
    value,
  )
  if (clf !== null) return commonLogTime(clf)
  if (!/^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d/.test(value)) return undefined
  const iso = value.replace(/^(\d{4})\/(\d\d)\//, '$1-$2-').replace(' ', 'T')
  const at = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`)
  return Number.isNaN(at) ? undefined : at
}

function numberTime(value: number, unit: 's' | 'ms' | undefined): Ms {
  if (unit === 'ms') return value
  if (unit === 's' || value < 1e11) return value * 1000
  return value < 1e14 ? value : value < 1e17 ? value / 1000 : value / 1e6
}

function commonLogTime(parts: RegExpExecArray): Ms | undefined {
  const [, day, name, year, hour, minute, second, zoneHour, zoneMinute] = parts
  const month = months.indexOf(name!)
  if (month < 0 || Number(hour) > 23 || Number(minute) > 59 || Number(second) >= 61) return undefined
  const local =
    Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute)) + Number(second) * 1000
  const sign = zoneHour!.startsWith('-') ? -1 : 1
  return local - sign * (Math.abs(Number(zoneHour)) * 60 + Number(zoneMinute)) * 60_000
}

/** A number of 0 or more; `absent` for '-', '' and undefined; undefined when it is something else. */
export const absent = Symbol('absent')
export function numberField(value: unknown): number | typeof absent | undefined {
  if (value === undefined || value === null || value === '-' || value === '') return absent
  const number =
    typeof value === 'number' ? value : /^\d+(\.\d+)?$/.test(shown(value)) ? Number(value) : Number.NaN
  return number >= 0 && Number.isFinite(number) ? number : undefined
}

/** Whether a method changes state; undefined when it is no HTTP method. Source: RFC 9110, section 9.2.1 (safe methods). */
export function isWriteMethod(method: string | undefined): boolean | undefined {
  if (method === undefined || !/^[A-Z]{3,12}$/.test(method)) return undefined
  return !['GET', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT'].includes(method)
}

/** Method and target of a request line `GET /path HTTP/1.1`; undefined when it is none, as that of a port scan. */
export function requestLine(line: string): { method: string; url: string } | undefined {
  const found = /^([A-Z]{3,12}) (\S+)/.exec(line)
  return found === null ? undefined : { method: found[1]!, url: found[2]! }
}

/** The sentence about a field that cannot be read; long values are cut. */
export const wrongField = (name: string, value: unknown, expected: string): { wrong: string } => ({
  wrong: `${name}: found "${shown(value).slice(0, 40)}", expected ${expected}`,
})

/** A field as text: an object as JSON, since one that was read from a log may bring a `toString` that cannot be called. */
export const shown = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value)
