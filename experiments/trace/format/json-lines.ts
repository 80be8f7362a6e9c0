import { absent, isWriteMethod, numberField, requestLine, timeField, wrongField } from '../field.ts'
import type { ReadLine, TraceFormat } from '../format.ts'

type Fields = Readonly<Record<string, unknown>>

/** Names under which servers log a thing, the first that is there counts; a dot leads into an inner object. */
const names = {
  time: ['msec', 'time_iso8601', 'time_local', '@timestamp', 'timestamp', 'time', 'ts', 'date'],
  client: [
    'remote_addr',
    'client_ip',
    'clientip',
    'request.remote_ip',
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
  meaning: 'one JSON object a line, names as of nginx, Caddy, Logstash',
  recognises: (head) => head.some((line) => line.startsWith('{') && 'atMs' in (readLine(line) as object)),
  reader: () => readLine,
}

const readLine: ReadLine = (line) => {
  const fields = objectOf(line)
  if (fields === undefined) return { wrong: 'is no JSON object' }
  const written = pick(fields, names.time)
  const atMs = timeField(written)
  if (atMs === undefined) return wrongField('time', written, `a time under ${names.time.join(', ')}`)
  const status = numberField(pick(fields, names.status))
  if (status === undefined) return wrongField('status', pick(fields, names.status), 'a number')
  const bytes = numberField(pick(fields, names.bytes))
  if (bytes === undefined) return wrongField('size', pick(fields, names.bytes), 'bytes')
  const asked = typeof fields.request === 'string' ? requestLine(fields.request) : undefined
  const address = pick(fields, names.client)
  const agent = pick(fields, names.agent)
  return {
    atMs,
    client: address === undefined ? undefined : `${address} ${agent ?? ''}`,
    url: asked?.url ?? textOf(pick(fields, names.url)),
    isWrite: isWriteMethod(asked?.method ?? textOf(pick(fields, names.method))),
    status: status === absent ? undefined : status,
    bytes: bytes === absent ? undefined : bytes,
    responseMs: responseMsOf(fields),
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

function responseMsOf(fields: Fields): number | undefined {
  const ms = numberField(pick(fields, names.responseMs))
  if (typeof ms === 'number') return ms
  const seconds = numberField(pick(fields, names.responseSeconds))
  return typeof seconds === 'number' ? seconds * 1000 : undefined
}
