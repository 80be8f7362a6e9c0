import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJtl } from '#server/load/jtl.ts'

const header =
  'timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect,"at","method","path","cache","TESTSTART.MS"'
const row = (timeStamp: number | string, elapsed: number | string, code = '200', message = 'OK') =>
  `${timeStamp},${elapsed},GET /p,${code},${message},users 1-7,text,true,,512,118,5,5,http://127.0.0.1:1/p,9,0,1,"1500","GET","/t/0/p/1?q=0","HIT","1000000"`
const read = (lines: readonly string[], arrivals: 'open' | 'closed' = 'open') =>
  readJtl(`${[header, ...lines].join('\n')}\n`, { arrivals }, 'result.jtl')

describe("JMeter's results", () => {
  it('open: count from the time in the plan, however late the thread sent', () => {
    const [late, early] = read([row(1_001_800, 40), row(1_001_499, 40)])
    expect(late).toEqual({
      sentMs: 1_500,
      responseMs: 340,
      latenessMs: 300,
      status: 200,
      cache: 'HIT',
      isWrite: false,
      path: '/t/0/p/1?q=0',
      user: 7,
    })
    expect(early).toMatchObject({ sentMs: 1_500, responseMs: 40, latenessMs: 0 })
  })

  it('closed: count from the sending; the time in the plan is thinking', () => {
    expect(read([row(1_001_800, 40)], 'closed')).toMatchObject([
      { sentMs: 1_800, responseMs: 40, latenessMs: 0 },
    ])
  })

  it('without an answer have status 0, whatever sentence stands there, over as many lines as it takes', () => {
    const refused = row(1_001_800, 3, '"Non HTTP response code: a, ""b"""', '"refused,\ntwice"')
    expect(read([refused, row(1_001_800, 40)]).map(({ status }) => status)).toEqual([0, 200])
  })

  it.each([
    ['nothing at all', () => readJtl('', { arrivals: 'open' }, 'r.jtl'), 'r.jtl: line 1: is empty'],
    [
      'other columns',
      () => readJtl('timeStamp,elapsed\n1,2\n', { arrivals: 'open' }, 'r.jtl'),
      'line 1: has no column responseCode, threadName, at,',
    ],
    ['a line with fewer fields', () => read([row(1, 2), '1,2,3']), 'line 3: has 3 fields, the header 22'],
    [
      'a negative time',
      () => read([row(1_001_800, -5)]),
      'line 2: elapsed: found "-5", expected milliseconds',
    ],
    ['a time that is none', () => read([row('noon', 5)]), 'line 2: timeStamp: found "noon"'],
    ['a quote out of place', () => read([row(1, 2), 'a"b,c', row(1, 2)]), 'line 3: has a quote out of place'],
  ])('with %s are refused, naming the line', (_, act, expected) => {
    expect(act).toThrow(expected)
  })

  it('of a run that was stopped lose only the line that was cut', () => {
    const whole = `${header}\n${row(1_001_800, 40)}\n`
    const next = row(1_001_900, 40)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: next.length }), (cut) => {
        expect(readJtl(whole + next.slice(0, cut), { arrivals: 'open' }, 'r.jtl')).toHaveLength(1)
      }),
      { seed: 1 },
    )
  })
})
