import { expect, test } from 'vitest'
import { k6Json } from '#experiments/trace/format/k6-json.ts'
import { noRequest } from '#experiments/trace/format.ts'

const read = k6Json.reader()
const point = (metric: string, data: object) => JSON.stringify({ metric, type: 'Point', data })

test("k6's own points: sent when they ended less how long they took", () => {
  const line = point('http_req_duration', {
    time: '2026-01-31T10:00:01.500Z',
    value: 250.5,
    tags: { method: 'POST', name: 'http://a/b', status: '201', url: 'http://a/b?c' },
    metadata: { vu: '7' },
  })
  expect(read(line)).toEqual({
    atMs: Date.UTC(2026, 0, 31, 10, 0, 1, 500) - 250.5,
    client: '7',
    url: 'http://a/b',
    isWrite: true,
    status: 201,
    responseMs: 250.5,
  })
  expect(k6Json.recognises(['{"type":"Metric","data":{"name":"vus"},"metric":"vus"}'])).toBe(true)
})

test('points of the load generator here: the intended sending', () => {
  const line = point('response_ms', {
    time: '2026-01-31T10:00:01Z',
    value: 12.25,
    tags: { code: '200', write: 'false', cache: 'HIT' },
    metadata: { sent: '1234.500', late: '0.1', path: '/t/0/p/1?q=0', vu: '3' },
  })
  expect(read(line)).toEqual({
    atMs: 1234.5,
    client: '3',
    url: '/t/0/p/1?q=0',
    isWrite: false,
    status: 200,
    responseMs: 12.25,
  })
})

test('other metrics and points without a page hold no request', () => {
  expect(read(point('vus', { time: '2026-01-31T10:00:01Z', value: 1, tags: {} }))).toBe(noRequest)
  expect(read(point('http_req_duration', { time: '2026-01-31T10:00:01Z', value: 1, tags: {} }))).toBe(
    noRequest,
  )
  expect(read('{"type":"Metric","data":{"name":"http_req_duration"},"metric":"http_req_duration"}')).toBe(
    noRequest,
  )
})

test('a cut line and a value that is no number are malformed', () => {
  expect(read('{"metric":"http_req_dur')).toEqual({ wrong: 'is no JSON object' })
  const tags = { name: '/', method: 'GET', status: '200' }
  expect(read(point('http_req_duration', { time: 'now', value: 1, tags }))).toMatchObject({
    wrong: expect.stringContaining('data.time'),
  })
  expect(read(point('http_req_duration', { time: 'now', value: 'x', tags }))).toMatchObject({
    wrong: expect.stringContaining('data.value'),
  })
})
