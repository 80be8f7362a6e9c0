import { expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

const meanMs = (balance: string): number =>
  simulate(
    readScenario('experiments/locality/regions.yaml', ['duration=12 s', 'warmUp=4 s', `balance=${balance}`]),
  ).metrics['responseMs.mean']!.value

it('what stays near up to a capacity is faster than what goes round, and than what never spills over', () => {
  const spilling = meanMs('{policy: locality, capacity: 8}')
  expect(spilling).toBeLessThan(0.75 * meanMs('round-robin'))
  expect(spilling).toBeLessThan(0.75 * meanMs('{policy: locality, capacity: 1000}'))
})

it('the weights of the preprint can be asked for, each by itself', () => {
  const near = meanMs('{policy: path-weighted, geotag: 10, latency: 0, entropy: 0}')
  const anywhere = meanMs('{policy: path-weighted, geotag: 0, latency: 0, entropy: 0}')
  expect(Math.abs(near - anywhere)).toBeGreaterThan(2)
})
