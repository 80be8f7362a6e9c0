import { expect, test } from 'vitest'
import { accessLog } from '#experiments/trace/format/access-log.ts'

const read = accessLog.reader()

test('the example lines of the Apache manual', () => {
  const common = '127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326'
  const expected = {
    atMs: Date.UTC(2000, 9, 10, 20, 55, 36),
    url: '/apache_pb.gif',
    isWrite: false,
    status: 200,
    bytes: 2326,
  }
  expect(read(common)).toEqual({ ...expected, client: '127.0.0.1' })
  const combined = `${common} "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"`
  expect(read(combined)).toEqual({ ...expected, client: '127.0.0.1 Mozilla/4.08 [en] (Win98; I ;Nav)' })
  expect(accessLog.recognises([common])).toBe(true)
  expect(accessLog.recognises(['time,client,path', '{"a":1}'])).toBe(false)
})

test('quotes inside a field, no size, and what nginx appends', () => {
  const line =
    '::1 - a b [31/Jan/2026:10:00:00 +0000] "POST /a?b=\\"c\\" HTTP/2.0" 304 - "-" "say \\"hi\\"" "10.1.1.1" rt=0.1'
  expect(read(line)).toMatchObject({
    url: '/a?b=\\"c\\"',
    isWrite: true,
    bytes: undefined,
    client: '::1 say \\"hi\\"',
  })
})

test('a port scan is a request without page and kind', () => {
  expect(read('1.2.3.4 - - [31/Jan/2026:10:00:00 +0000] "\\x16\\x03\\x01" 400 166')).toMatchObject({
    url: undefined,
    isWrite: undefined,
    status: 400,
  })
})

test.each([
  ['not a line', 'is no line of a common or combined access log'],
  [
    '1.2.3.4 - - [31/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12k',
    'size: found "12k", expected bytes or -',
  ],
  [
    '1.2.3.4 - - [31/Jan/2026:10:00:00 +0000] "GET / HTTP/1.1" OK 12',
    'status: found "OK", expected three digits',
  ],
  [
    '1.2.3.4 - - [31/Foo/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 12',
    'time: found "31/Foo/2026:10:00:00 +0000"',
  ],
])('%s', (line, wrong) => {
  expect((read(line) as { wrong: string }).wrong).toContain(wrong)
})
