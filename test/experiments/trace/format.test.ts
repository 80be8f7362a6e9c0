import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatNamed, noRequest, traceFormats } from '#experiments/trace/format.ts'
import { combinedLine, jsonLine } from './synthetic-log.ts'

const request = { atMs: Date.UTC(2026, 0, 31, 10), client: '10.0.0.1', page: 1, isWrite: false, bytes: 10 }

test.each([
  [combinedLine(request), 'access-log'],
  [jsonLine(request), 'json-lines'],
  ['#Fields: date time c-ip', 'cloudfront'],
  ['{"type":"Point","metric":"vus","data":{"time":"2026-01-31T10:00:00Z","value":1}}', 'k6-json'],
  ['timeStamp,elapsed,label,responseCode', 'csv'],
  ['<html>', undefined],
])('%s', (line, name) => {
  expect(traceFormats.find(({ recognises }) => recognises([line]))?.name).toBe(name)
})

test('an unknown name is refused with the nearest one', () => {
  expect(formatNamed('csv').name).toBe('csv')
  expect(() => formatNamed('json-line')).toThrow(
    "--format: unknown 'json-line', did you mean json-lines?; allowed access-log",
  )
})

describe('whatever a line holds, a reader answers and never throws', () => {
  const name = fc.constantFrom(
    'time',
    'ts',
    'request',
    'status',
    'bytes',
    'data',
    'type',
    'metric',
    'tags',
    'value',
    'duration',
    'uri',
    'agent',
  )
  const record = fc.dictionary(
    name,
    fc.oneof(fc.jsonValue(), fc.constantFrom('Point', 'http_req_duration', 'response_ms', 1769853600)),
  )
  const json = record.map((fields) =>
    JSON.stringify({ ...fields, metric: 'http_req_duration', type: 'Point' }),
  )
  const log = fc
    .string({ maxLength: 60 })
    .map((text) => `1.2.3.4 - - [31/Jan/2026:10:00:00 +0000] "${text}" 200 5 "-" "${text}"`)
  // Objects that cannot become a text by themselves, where a text or a number belongs.
  const hostile = ['ip', 'agent', 'request', 'status', 'bytes', 'duration', 'cs-method', 'sc-status'].map(
    (field) => JSON.stringify({ ts: 1769853600, ip: '1.2.3.4', [field]: { toString: 1, valueOf: 1 } }),
  )
  hostile.push(
    '{"metric":"http_req_duration","type":"Point","data":{"time":"2026-01-31T10:00:00Z","value":1,"tags":{"url":{"toString":1}}}}',
  )
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    json,
    record.map((fields) => JSON.stringify(fields)),
    log,
  )

  test.each(traceFormats.map((format) => [format.name, format] as const))('%s', (_, format) => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        format.recognises(lines)
        const read = format.reader()
        for (const text of ['time,client,path', '#Fields: date time c-ip', ...lines]) {
          const found = read(text)
          if (found === noRequest || 'wrong' in found) continue
          expect(Number.isFinite(found.atMs)).toBe(true)
          for (const value of [found.bytes, found.responseMs, found.status])
            expect(value === undefined || value >= 0).toBe(true)
          for (const value of [found.client, found.url])
            expect(['string', 'undefined']).toContain(typeof value)
        }
      }),
      { numRuns: 300, seed: 3, examples: [[hostile]] },
    )
  })
})
