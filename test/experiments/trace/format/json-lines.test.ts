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

test("Apache's example of a JSON format: time in brackets, the path as request", () => {
  const line = JSON.stringify({
    time: '[17/May/2015:10:05:03 +0000]',
    remoteIP: '10.0.0.1',
    host: 'a',
    request: '/index.html',
    query: '?x=1',
    method: 'GET',
    status: '200',
    userAgent: 'curl',
  })
  expect(jsonLines.reader()(line)).toMatchObject({
    atMs: Date.UTC(2015, 4, 17, 10, 5, 3),
    client: '10.0.0.1 curl',
    url: '/index.html',
    isWrite: false,
    status: 200,
  })
})

test('CloudFront as JSON has the fields of its text', () => {
  const line = JSON.stringify({
    date: '2019-12-04',
    time: '21:02:31',
    'c-ip': '192.0.2.100',
    'cs-method': 'POST',
    'cs-uri-stem': '/cart',
    'cs-uri-query': 'a=1',
    'sc-status': '200',
    'sc-bytes': '392',
    'time-taken': '0.25',
  })
  expect(jsonLines.recognises([line])).toBe(true)
  expect(jsonLines.reader()(line)).toMatchObject({
    atMs: Date.UTC(2019, 11, 4, 21, 2, 31),
    url: '/cart?a=1',
    isWrite: true,
    bytes: 392,
    responseMs: 250,
  })
})

test('a negative response time is wrong', () => {
  const line = JSON.stringify({ msec: 1769853600, request: 'GET / HTTP/1.1', request_time: '-0.5' })
  expect(jsonLines.reader()(line)).toEqual({
    wrong: 'response time: found "-0.5", expected a number of 0 or more',
  })
})
