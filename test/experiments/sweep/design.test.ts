import { describe, expect, it } from 'vitest'
import { cellsOf, readFactor } from '#experiments/sweep/design.ts'

describe('a factor', () => {
  it.each([
    ['servers=1,2,4', 'servers', ['1', '2', '4']],
    ['service.mean=1 ms, 2 ms', 'service.mean', ['1 ms', '2 ms']],
    ['servers=1..4:4', 'servers', ['1', '2', '3', '4']],
    ['x=0..1:5', 'x', ['0', '0.25', '0.5', '0.75', '1']],
    ['x=0.1..0.7:7', 'x', ['0.1', '0.2', '0.3', '0.4', '0.5', '0.6', '0.7']],
    ['x=-1e-3..1e-3:3', 'x', ['-0.001', '0', '0.001']],
    ['service.mean=1..2 ms:3', 'service.mean', ['1 ms', '1.5 ms', '2 ms']],
    ['workload.rate=100 / s..300 / s:3', 'workload.rate', ['100 / s', '200 / s', '300 / s']],
    [
      'schedule=fcfs,{ policy: adaptive, a: [1, 2] }',
      'schedule',
      ['fcfs', '{ policy: adaptive, a: [1, 2] }'],
    ],
    ["name='a,b',c", 'name', ["'a,b'", 'c']],
    ['expression=a=b', 'expression', ['a=b']],
  ])('%s', (written, path, values) => {
    expect(readFactor(written)).toEqual({ path, values })
  })

  it.each([
    ['servers', /must be path=a,b,c or path=lo\.\.hi:steps/],
    ['=1,2', /must be path=a,b,c/],
    ['servers=', /must be path=a,b,c/],
    ['servers=1,,2', /has an empty value/],
    ['servers=1,2,1', /has the value '1' twice/],
    ['servers=1..4', /a range is lo\.\.hi:steps/],
    ['servers=1..4:1', /found 1, allowed 2 to 10000/],
    ['servers=4..1:4', /the range must rise; found 4 to 1/],
    ['x=1 ms..2 s:3', /need one unit; found 'ms' and 's'/],
    ['replications=1,2', /--replications/],
  ])('refuses %s', (written, message) => {
    expect(() => readFactor(written)).toThrow(`--vary ${written}: `)
    expect(() => readFactor(written)).toThrow(message)
  })
})

describe('the cells', () => {
  it('are all combinations, the last factor fastest', () => {
    const cells = cellsOf([readFactor('a=1,2'), readFactor('b=x,y,z')])
    expect(cells.map((cell) => cell.join(''))).toEqual(['1x', '1y', '1z', '2x', '2y', '2z'])
  })

  it('are bounded, and no path is varied twice', () => {
    const many = readFactor('a=1..1000:1000')
    expect(() => cellsOf([many, { ...many, path: 'b' }])).toThrow(/1000000 cells, allowed at most 100000/)
    expect(() => cellsOf([many, many])).toThrow(/a is varied twice/)
  })
})
