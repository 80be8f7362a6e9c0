import { expect, test } from 'vitest'
import { formatNamed, traceFormats } from '#experiments/trace/format.ts'
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
