import { expect, it } from 'vitest'
import { costs, costsAtRate } from '#core/scenario/cost-schema.ts'
import { check } from '#core/schema.ts'

it('a part of the machine that nobody measured costs nothing', () => {
  const { value, problems } = check(costs, {})
  expect(problems).toEqual([])
  for (const part of [
    'replyStamp',
    'replyRow',
    'gateway',
    'forward',
    'threads',
    'remote',
    'query',
    'client',
  ] as const)
    expect(value[part].fixedMs).toBe(0)
  expect(value.render.fixedMs).toBe(0.5)
})

it('costs at rates are a list of rates and factors of each part; a factor of 0 is refused by its place', () => {
  const { value, problems } = check(costsAtRate, [{ ratePerSecond: 10, nodes: 0 }], 'costsAtRate')
  expect(problems.map(({ path }) => path)).toEqual(['costsAtRate[0].nodes'])
  expect(value[0]).toMatchObject({ gateway: 1, client: 1 })
})
