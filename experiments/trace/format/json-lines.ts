import { absent, isWriteMethod, numberField, requestLine, shown, timeField, wrongField } from '../field.ts'
import type { ReadLine, TraceFormat } from '../format.ts'
import { cloudfrontRequest } from './cloudfront.ts'

type Fields = Readonly<Record<string, unknown>>

/** Names under which servers log a thing, the first that is there counts; a dot leads into an inner object. */
const names = {
  time: ['msec', 'time_iso8601', 'time_local', '@timestamp', 'timestamp', 'time', 'ts', 'date'],
  client: [
    'remote_addr',
    'client_ip',
    'clientip',
    'request.remote_ip',
    'remoteIP',
    'remote_ip',
    'remoteAddr',
    'ip',
    'client',
  ],
  agent: ['http_user_agent', 'user_agent', 'userAgent', 'agent'],
  method: ['request_method', 'method', 'request.method', 'verb'],
  url: ['request_uri', 'uri', 'request.uri', 'path', 'url'],
  status: ['status', 'response', 'statusCode', 'status_code', 'code'],
  bytes: ['body_bytes_sent', 'bytes_sent', 'bytes', 'size', 'response_size', 'content_length'],
  responseSeconds: ['request_time', 'duration'],
  responseMs: ['responseMs', 'duration_ms', 'response_time_ms', 'latencyMs'],
} as const

/**
 * Logs with one JSON object a line, under the names that nginx (`log_format ... escape=json`), Caddy, Logstash and others use.
 *
 * Source  nginx documentation, ngx_http_log_module and ngx_http_core_module (variables); Caddy documentation, log fields
 */
export const jsonLines: TraceFormat = {
  name: 'json-lines',
  meaning: 'one JSON object a line, names as of nginx, Apache, CloudFront, Caddy, Logstash',
  recognises: (head) =>
    head.some((line) => line.startsWith('{') && Object.hasOwn(Object(readLine(line)), 'atMs')),
  reader: () => readLine,
}

const readLine: ReadLine = (line) => {
  const fields = objectOf(line)
  if (fields === undefined) return { wrong: 'is no JSON object' }
  if ('cs-uri-stem' in fields || 'cs-method' in fields)
    return cloudfrontRequest((name) => (fields[name] === undefined ? undefined : shown(fields[name])))
  const written = withoutBrackets(pick(fields, names.time))
  const atMs = timeField(written)
  if (atMs === undefined) return wrongField('time', written, `a time under ${names.time.join(', ')}`)
  const status = numberField(pick(fields, names.status))
  if (status === undefined) return wrongField('status', pick(fields, names.status), 'a number')
  const bytes = numberField(pick(fields, names.bytes))
  if (bytes === undefined) return wrongField('size', pick(fields, names.bytes), 'bytes')
  const responseMs = responseMsOf(fields)
  if (typeof responseMs === 'object') return responseMs
  const asked = typeof fields.request === 'string' ? requestLine(fields.request) : undefined
  // Apache's own example of a JSON format has the path alone as `request`.
  const path = asked === undefined && /^\//.test(shown(fields.request)) ? fields.request : undefined
  const address = pick(fields, names.client)
  const agent = pick(fields, names.agent)
  return {
    atMs,
    client: address === undefined ? undefined : `${shown(address)} ${shown(agent ?? '')}`,
    url: asked?.url ?? textOf(path ?? pick(fields, names.url)),
    isWrite: isWriteMethod(asked?.method ?? textOf(pick(fields, names.method))),
    status: status === absent ? undefined : status,
    bytes: bytes === absent ? undefined : bytes,
    responseMs,
  }
}

export function objectOf(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined
  } catch {
    return undefined
  }
}

function pick(fields: Fields, candidates: readonly string[]): unknown {
  for (const name of candidates) {
    const value = name
      .split('.')
      .reduce<unknown>((inner, part) => (inner as Fields | undefined)?.[part], fields)
    if (value !== undefined && value !== null) return value
  }
  return undefined
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** Apache writes times in brackets. */
const withoutBrackets = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith('[') && value.endsWith(']') ? value.slice(1, -1) : value

/** What nginx writes as request_time is in seconds. */
function responseMsOf(fields: Fields): number | undefined | { readonly wrong: string } {
  for (const [candidates, factor] of [
    [names.responseMs, 1],
    [names.responseSeconds, 1000],
  ] as const) {
    const written = pick(fields, candidates)
    const found = numberField(written)
    if (found === undefined) return wrongField('response time', written, 'a number of 0 or more')
    if (found !== absent) return found * factor
  }
  return undefined
}
