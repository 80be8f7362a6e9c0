import { expect, test } from 'vitest'
import { jsonLines } from '#experiments/trace/format/json-lines.ts'

const read = jsonLines.reader()

test('nginx with escape=json: every value is text', () => {
  const line =
    '{"time_iso8601":"2026-01-31T10:00:00+01:00","remote_addr":"10.0.0.1","request":"POST /a?b=1 HTTP/1.1","status":"201","body_bytes_sent":"17","request_time":"0.120","http_user_agent":"curl"}'
  expect(read(line)).toEqual({
    atMs: Date.UTC(2026, 0, 31, 9),
    client: '10.0.0.1 curl',
    url: '/a?b=1',
    isWrite: true,
    status: 201,
    bytes: 17,
    responseMs: 120,
  })
})

test('Caddy: values in inner objects, seconds since 1970', () => {
  const line =
    '{"level":"info","ts":1769853600.5,"request":{"remote_ip":"10.0.0.2","method":"GET","uri":"/x"},"duration":0.003,"size":99,"status":200}'
  expect(read(line)).toMatchObject({
    atMs: 1769853600500,
    client: '10.0.0.2 ',
    url: '/x',
    isWrite: false,
    bytes: 99,
    responseMs: 3,
  })
})

test('the object must have a time to be recognised', () => {
  expect(jsonLines.recognises(['{"a":1}'])).toBe(false)
  expect(jsonLines.recognises(['{"timestamp":"2026-01-31T10:00:00Z","path":"/"}'])).toBe(true)
})

test.each([
  ['{"time":', 'is no JSON object'],
  ['[1]', 'is no JSON object'],
  ['{"path":"/"}', 'time: found "undefined"'],
  ['{"time":1769853600,"bytes":"many"}', 'size: found "many", expected bytes'],
  ['{"time":1769853600,"status":"OK"}', 'status: found "OK"'],
])('%s', (line, wrong) => {
  expect((read(line) as { wrong: string }).wrong).toContain(wrong)
})
