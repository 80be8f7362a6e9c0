import { expect, it } from 'vitest'
import { pointsCsv } from '#server/load/builtin.ts'

it('raw points are a table with units in the header, times in thousandths', () => {
  const point = {
    sentMs: 1.23456,
    responseMs: 4,
    latenessMs: 0.1,
    status: 200,
    cache: 'HIT',
    isWrite: false,
    path: '/t/0/p/1?q=0',
    user: 3,
  }
  expect(pointsCsv([point])).toBe(
    'sentMs,responseMs,latenessMs,status,cache,isWrite,path,user\n1.235,4,0.100,200,HIT,false,/t/0/p/1?q=0,3\n',
  )
  const { path, user, ...unknown } = point
  expect([path, user, pointsCsv([unknown]).endsWith(',false,,\n')]).toEqual(['/t/0/p/1?q=0', 3, true])
  expect(pointsCsv([])).toBe('sentMs,responseMs,latenessMs,status,cache,isWrite,path,user\n')
})
