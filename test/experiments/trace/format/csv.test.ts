import { expect, test } from 'vitest'
import { cellsOf, csv } from '#experiments/trace/format/csv.ts'
import { noRequest } from '#experiments/trace/format.ts'
import { pointsCsv } from '#server/load/builtin.ts'

/** Reads a table; the header holds no request. */
function readTable(text: string) {
  const read = csv.reader()
  const [header, ...lines] = text.trimEnd().split('\n')
  expect(csv.recognises([header!])).toBe(true)
  expect(read(header!)).toBe(noRequest)
  return lines.map(read)
}

test('results of JMeter', () => {
  const header =
    'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect'
  expect(
    readTable(`${header}
1769853600123,45,home,200,OK,Users 1-3,text,true,,5120,120,5,5,http://a/home,44,0,1
1769853600456,10,home,Non HTTP response code: java.net.ConnectException,"refused, twice",Users 1-4,,false,,0,0,5,5,http://a/home,0,0,10
2026/01/31 10:00:00.500,10,home,200,OK,Users 1-4,,true,,1,0,5,5,null,0,0,10
`),
  ).toMatchObject([
    {
      atMs: 1769853600123,
      client: 'Users 1-3',
      url: 'http://a/home',
      status: 200,
      bytes: 5120,
      responseMs: 45,
      isWrite: undefined,
    },
    { atMs: 1769853600456, status: 0 },
    { atMs: Date.UTC(2026, 0, 31, 10, 0, 0, 500) },
  ])
})

test("k6's table: only http_req_duration, sent before the end", () => {
  expect(
    readTable(`metric_name,timestamp,metric_value,method,name,status,url
http_reqs,1769853600,1.000000,GET,http://a/x,200,http://a/x
http_req_duration,1769853600,500.000000,PUT,http://a/x,200,http://a/x
`),
  ).toMatchObject([noRequest, { atMs: 1769853599500, isWrite: true, url: 'http://a/x', responseMs: 500 }])
})

test('points that tandem load stored', () => {
  const point = { sentMs: 1500.25, responseMs: 12, latenessMs: 0, status: 200, cache: 'HIT', isWrite: true }
  expect(readTable(pointsCsv([point]))).toMatchObject([
    { atMs: 1500.25, responseMs: 12, status: 200, isWrite: true, url: undefined },
  ])
})

test('plain columns', () => {
  expect(readTable('time,client,method,path,status,bytes\n1431857100,c0,GET,/reset.css,200,1015\n')).toEqual([
    {
      atMs: 1431857100000,
      client: 'c0',
      url: '/reset.css',
      isWrite: false,
      status: 200,
      bytes: 1015,
      responseMs: undefined,
    },
  ])
})

test('what is wrong is said by column', () => {
  expect(
    readTable('time,client,path,bytes\nsoon,a,/,1\n1431857100,a,/,many\n1431857100,a\n1431857100,"a,/,1\n'),
  ).toEqual([
    { wrong: 'time: found "soon", expected a time' },
    { wrong: 'bytes: found "many", expected a number' },
    { wrong: 'has 2 fields, the header 4' },
    { wrong: 'has a quote that does not end' },
  ])
  expect(csv.reader()('a,b,c')).toEqual({ wrong: 'is no header with a column time or timeStamp' })
  expect(csv.recognises(['a,b,c'])).toBe(false)
})

test('quoted fields', () => {
  expect(cellsOf('a,"b ""c"", d",,e')).toEqual(['a', 'b "c", d', '', 'e'])
  expect(cellsOf('"a",')).toEqual(['a', ''])
})
