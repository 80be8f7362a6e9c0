import { expect, it } from 'vitest'
import { pointsCsv } from '#server/load/builtin.ts'

it('raw points are a table with units in the header, times in thousandths', () => {
  const point = { sentMs: 1.23456, responseMs: 4, latenessMs: 0.1, status: 200, cache: 'HIT', isWrite: false }
  expect(pointsCsv([point])).toBe(
    'sentMs,responseMs,latenessMs,status,cache,isWrite\n1.235,4,0.100,200,HIT,false\n',
  )
  expect(pointsCsv([])).toBe('sentMs,responseMs,latenessMs,status,cache,isWrite\n')
})
