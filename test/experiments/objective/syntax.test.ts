import { expect, it } from 'vitest'
import { parse } from '#experiments/objective/syntax.ts'

it('gives a tree with the fields that are declared', () => {
  expect(parse('p95 < 500 ms')).toMatchObject({
    type: 'OperatorNode',
    fn: 'smaller',
    args: [
      { type: 'SymbolNode', name: 'p95' },
      {
        type: 'OperatorNode',
        fn: 'multiply',
        implicit: true,
        args: [{ type: 'ConstantNode', value: 500 }, {}],
      },
    ],
  })
  expect(parse('1 < a <= 3')).toMatchObject({
    type: 'RelationalNode',
    conditionals: ['smaller', 'smallerEq'],
  })
  expect(parse('a["b-c"]')).toMatchObject({
    type: 'AccessorNode',
    object: { name: 'a' },
    index: { dimensions: [{ type: 'ConstantNode', value: 'b-c' }] },
  })
})

it('knows what a percentage is, wherever it stands', () => {
  const values = (text: string) => JSON.stringify(parse(text)).match(/(?<="value":)[\d.]+/g)
  expect(values('a < 1 % and not (b > 12.5%)')).toEqual(['0.01', '0.125'])
  expect(values('a < 1 % + 0.1 %')).toEqual(['0.01', '0.001'])
  expect(values('p95 < 7 %')).toEqual(['0.07'])
  expect(() => parse('a < 1 % )')).toThrow(/^Unexpected operator \)$/)
})

it('names the character of an error', () => {
  expect(() => parse('p95 < 5)')).toThrow(/char 8/)
})
