import { isPlainObject } from '#core/schema/plain-object.ts'
import { isWriteMethod, shown, timeField, wrongField } from '../field.ts'
import { noRequest, type ReadLine, type TraceFormat } from '../format.ts'
import { objectOf } from './json-lines.ts'

interface Point {
  readonly time: unknown
  readonly value: unknown
  readonly tags: Readonly<Record<string, string>>
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Raw points of k6 (`k6 run --out json=FILE`) and of the load generator here when it runs k6 (`tandem load --with k6`).
 *
 * A request is a point of `http_req_duration` that names its page, or one of `response_ms` that says when it was sent. Points of k6
 * carry the time of their end, so a request was sent that much earlier.
 *
 * Source    k6 documentation, "JSON" output; points of the load generator: sent and code as written by its script
 * Deviates  points of `http_req_duration` without `name` and `url` are passed over: the generator here tags its pages on `response_ms`
 */
export const k6Json: TraceFormat = {
  name: 'k6-json',
  meaning: 'k6 run --out json, and points of tandem load --with k6',
  recognises: (head) =>
    head.some((line) => /^\{.*"type":\s*"(Metric|Point)"/.test(line) && line.includes('"metric"')),
  reader: () => readLine,
}

const readLine: ReadLine = (line) => {
  // Most points are of other metrics: a look for the name saves parsing them.
  const isAnswer = line.includes('"response_ms"')
  if (line.startsWith('{') && line.endsWith('}') && !isAnswer && !line.includes('"http_req_duration"'))
    return noRequest
  const fields = objectOf(line)
  if (fields === undefined) return { wrong: 'is no JSON object' }
  if (fields.type !== 'Point') return noRequest
  const { time, value, tags, metadata } = pointOf(fields.data)
  if (typeof value !== 'number' || !(value >= 0)) return wrongField('data.value', value, 'a time in ms')
  const client = metadata.vu ?? tags.vu
  if (fields.metric === 'response_ms') {
    if (metadata.sent === undefined) return noRequest
    const atMs = timeField(metadata.sent, 'ms')
    if (atMs === undefined) return wrongField('data.metadata.sent', metadata.sent, 'a time in ms')
    return {
      atMs,
      client,
      url: metadata.path,
      isWrite: tags.write === 'true',
      status: Number(tags.code) || 0,
      responseMs: value,
    }
  }
  const url = tags.name ?? tags.url
  if (fields.metric !== 'http_req_duration' || url === undefined) return noRequest
  const endMs = timeField(time)
  if (endMs === undefined) return wrongField('data.time', time, '2026-01-31T10:05:03.123Z')
  return {
    atMs: endMs - value,
    client,
    url,
    isWrite: isWriteMethod(tags.method),
    status: Number(tags.status) || 0,
    responseMs: value,
  }
}

/** A point whose tags can be looked at, whatever the line held. */
function pointOf(data: unknown): Point {
  const { time, value, tags, metadata } = isPlainObject(data) ? data : {}
  return { time, value, tags: textsOf(tags), metadata: textsOf(metadata) }
}

const textsOf = (value: unknown): Readonly<Record<string, string>> =>
  isPlainObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, text]) => [name, shown(text)]))
    : {}
