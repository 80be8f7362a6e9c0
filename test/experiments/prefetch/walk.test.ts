import { expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

const measured = (policy: string, followRatio: number) => {
  const changes = [
    'duration=60 s',
    'warmUp=20 s',
    `cache.prefetch=${policy}`,
    `workload.followRatio=${followRatio}`,
  ]
  const { metrics } = simulate(readWebScenario('experiments/prefetch/walk.yaml', changes))
  return (name: string) => metrics[name]?.value
}

it('where readers go on, loading ahead makes answers faster, and what it wastes is told', () => {
  const without = measured('none', 0.8)
  for (const policy of ['sequential', 'markov']) {
    const ahead = measured(policy, 0.8)
    expect(ahead('responseMs.mean')).toBeLessThan(0.9 * without('responseMs.mean')!)
    expect(ahead('hitRatio.l1')).toBeGreaterThan(2 * without('hitRatio.l1')!)
    expect(ahead('prefetch.usedRatio')).toBeGreaterThan(0.3)
    expect(ahead('prefetch.wastedBytes')).toBeGreaterThan(0)
  }
})

it('where they do not, it does no harm', () => {
  const without = measured('none', 0)
  for (const policy of ['sequential', 'markov', 'association', 'seasonal']) {
    const ahead = measured(policy, 0)
    expect(ahead('responseMs.mean')).toBeLessThan(1.02 * without('responseMs.mean')!)
    expect(ahead('hitRatio.l1')).toBeGreaterThan(0.98 * without('hitRatio.l1')!)
  }
})
