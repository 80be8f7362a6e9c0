import { describe, expect, test } from 'vitest'
import {
  absent,
  isWriteMethod,
  numberField,
  requestLine,
  timeField,
  wrongField,
} from '#experiments/trace/field.ts'

describe('a time', () => {
  const at = Date.UTC(2015, 4, 17, 10, 5, 3)
  test.each([
    ['17/May/2015:10:05:03 +0000', at],
    ['17/May/2015:12:35:03 +0230', at],
    ['17/May/2015:03:05:03 -0700', at],
    ['2015-05-17T10:05:03Z', at],
    ['2015-05-17T12:05:03+02:00', at],
    ['2015-05-17 10:05:03.250', at + 250],
    ['2015/05/17 10:05:03', at],
    ['1431857103', at],
    [1431857103.5, at + 500],
    ['1431857103000', at],
    [1431857103000000, at],
    [1431857103000000000, at],
  ])('%s', (written, ms) => {
    expect(timeField(written)).toBe(ms)
  })

  test('its unit may be known', () => {
    expect(timeField('1500.5', 'ms')).toBe(1500.5)
    expect(timeField(2, 's')).toBe(2000)
  })

  test.each([
    '',
    '-',
    'yesterday',
    '17/Mai/2015:10:05:03 +0000',
    '17/May/2015:25:05:03 +0000',
    '-5',
    Number.NaN,
    null,
    {},
  ])('%s is none', (written) => {
    expect(timeField(written)).toBeUndefined()
  })
})

test('a number is one, absent, or wrong', () => {
  expect(['12', 7.5, '-', '', undefined, null].map(numberField)).toEqual([
    12,
    7.5,
    absent,
    absent,
    absent,
    absent,
  ])
  expect(['12k', '-3', -3, Infinity, 'NaN'].map(numberField)).toEqual(Array.from({ length: 5 }))
})

test('safe methods read, others write, garbage is neither', () => {
  expect(
    ['GET', 'HEAD', 'OPTIONS', 'POST', 'DELETE', 'PURGE', '\\x16', undefined].map(isWriteMethod),
  ).toEqual([false, false, false, true, true, true, undefined, undefined])
})

test('a request line', () => {
  expect(requestLine('GET /a b HTTP/1.1')).toEqual({ method: 'GET', url: '/a' })
  expect(requestLine('-')).toBeUndefined()
})

test('a long wrong value is cut', () => {
  expect(wrongField('size', 'x'.repeat(100), 'bytes').wrong).toBe(
    `size: found "${'x'.repeat(40)}", expected bytes`,
  )
})
