import { expect, test } from 'vitest'
import { cloudfront } from '#experiments/trace/format/cloudfront.ts'
import { noRequest } from '#experiments/trace/format.ts'

const fields =
  '#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query time-taken'
const line = (cells: Partial<Record<'bytes' | 'status' | 'query' | 'time', string>> = {}) =>
  `2019-12-04\t${cells.time ?? '21:02:31'}\tLAX1\t${cells.bytes ?? '392'}\t192.0.2.100\tGET\td111.cloudfront.net\t/index.html\t${cells.status ?? '200'}\t-\tMozilla/5.0%20(Windows)\t${cells.query ?? '-'}\t0.250`

test('fields are found by the names of the header', () => {
  const read = cloudfront.reader()
  expect(read('#Version: 1.0')).toBe(noRequest)
  expect(read(fields)).toBe(noRequest)
  expect(read(line())).toEqual({
    atMs: Date.UTC(2019, 11, 4, 21, 2, 31),
    client: '192.0.2.100 Mozilla/5.0%20(Windows)',
    url: '/index.html',
    isWrite: false,
    status: 200,
    bytes: 392,
    responseMs: 250,
  })
  expect(read(line({ query: 'a=1' }))).toMatchObject({ url: '/index.html?a=1' })
  expect(read(line({ status: '000' }))).toMatchObject({ status: 0 })
  expect(cloudfront.recognises(['#Version: 1.0', fields])).toBe(true)
})

test('what is wrong is said by field', () => {
  expect(cloudfront.reader()(line())).toEqual({ wrong: 'comes before a #Fields header' })
  const read = cloudfront.reader()
  read(fields)
  expect(read('2019-12-04\t21:02:31')).toEqual({ wrong: 'has 2 fields, #Fields names 13' })
  expect(read(line({ bytes: 'many' }))).toEqual({ wrong: 'sc-bytes: found "many", expected a number' })
  expect(read(line({ time: 'noon' }))).toMatchObject({ wrong: expect.stringContaining('date and time') })
})
