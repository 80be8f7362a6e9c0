import { describe, expect, it } from 'vitest'
import { columnsOf, formatOf } from '#experiments/cache/trace-format.ts'

describe('the format of a trace', () => {
  it.each([
    ['17', 'keys'],
    ['/index.html', 'keys'],
    ['5 100', 'runs'],
    ['1 77 4096', 'sized'],
    ['0.5 /a.html 10', 'sized'],
    ['time,id,size', 'csv'],
  ])('of %j is %s', (line, format) => expect(formatOf(line)).toBe(format))

  it('is refused when it is none, naming the line', () => {
    expect(() => formatOf('a b c d')).toThrow(
      /line 1: 'a b c d' is no known format; allowed keys, sized, runs, csv/,
    )
  })
})

describe('the columns of a CSV', () => {
  it('are found by their usual names or by those that are given', () => {
    expect(columnsOf('timestamp,"Obj_ID",obj_size', undefined)).toEqual({ time: 0, key: 1, size: 2 })
    expect(columnsOf('a;b;c', 'key=b,size=c')).toEqual({ key: 1, size: 2, time: undefined })
  })

  it.each([
    ['a,b', undefined, /no column of keys; found a, b/],
    ['a,b', 'key=x', /there is no column 'x'; found a, b/],
    ['a,b', 'name=a', /must be key=NAME/],
  ])('of %j with %j are refused', (header, wished, message) => {
    expect(() => columnsOf(header, wished)).toThrow(message)
  })
})
