import { expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

const at = (count: number) => {
  const { metrics } = simulate(
    readScenario('experiments/over-distribution/nodes.yaml', [
      'duration=25 s',
      'warmUp=10 s',
      `nodes.count=${count}`,
    ]),
  )
  return (name: string) => metrics[name]!.value
}

it('more nodes of the same processors have colder caches, more messages and more power, and small ones answer late', () => {
  const [one, sixteen, many] = [at(1), at(16), at(64)]
  expect(sixteen('hitRatio.l1')).toBeLessThan(0.85 * one('hitRatio.l1'))
  expect(sixteen('redisOperationsPerRead')).toBeGreaterThan(1.3 * one('redisOperationsPerRead'))
  expect(one('messagesPerWrite')).toBeCloseTo(1, 1)
  expect(sixteen('messagesPerWrite')).toBeCloseTo(16, 0)
  expect(sixteen('responseMs.mean')).toBeLessThan(1.3 * one('responseMs.mean'))
  expect(many('responseMs.mean')).toBeGreaterThan(3 * one('responseMs.mean'))
  expect(sixteen('joulesPerRequest')).toBeGreaterThan(2.5 * one('joulesPerRequest'))
})
