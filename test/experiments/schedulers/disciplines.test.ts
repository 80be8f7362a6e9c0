import { expect, it } from 'vitest'
import { readScenario } from '#experiments/scenario-file.ts'
import { simulate } from '#sim/simulate.ts'

function run(schedule: string) {
  const sets = ['duration=20 s', 'warmUp=5 s', `schedule=${schedule}`]
  const { metrics } = simulate(readScenario('experiments/schedulers/disciplines.yaml', sets))
  return { meanMs: metrics['responseMs.mean']!.value, waitMsMax: metrics['waitMs.max']!.value }
}

it('known sizes answer sooner than the order of arrival and make somebody wait longer', () => {
  const fcfs = run('fcfs')
  const srpt = run('{policy: srpt, sizes: exact}')
  expect(srpt.meanMs).toBeLessThan(0.6 * fcfs.meanMs)
  expect(srpt.waitMsMax).toBeGreaterThan(2 * fcfs.waitMsMax)
})

it('which end of the index of the preprint runs first makes a difference', () => {
  const highest = run('{policy: collaborative, ageing: 0}')
  const lowest = run('{policy: collaborative, ageing: 0, order: lowest}')
  expect(lowest.meanMs).toBeLessThan(0.8 * highest.meanMs)
})
