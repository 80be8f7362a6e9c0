import { expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

it('the experiment of all tiers runs, and every one of them but the gateway answers something', () => {
  const scenario = readWebScenario('experiments/tiers/tiers.yaml', ['duration=6 s', 'warmUp=2 s'])
  const { metrics } = simulate(scenario)
  for (const tier of ['browser', 'edge', 'regional', 'l1', 'l2', 'memcached', 'files', 'redis', 'endToEnd'])
    for (const ratio of ['hitRatio', 'byteHitRatio']) {
      const { value } = metrics[`${ratio}.${tier}`]!
      expect(value, `${ratio}.${tier}`).toBeGreaterThan(0)
      expect(value, `${ratio}.${tier}`).toBeLessThan(1)
    }
})
