import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { scalePolicies } from '#core/scale/scale.ts'
import { contextOf, reading, using } from '../../contract/scale.ts'

const create = (replicasMin = 0) => createPolicy(scalePolicies, { policy: 'knative' }, contextOf(replicasMin))
const fleet = (replicas: number, concurrency: number) =>
  reading(
    Array.from({ length: replicas }, () => using(0.5)),
    { concurrency },
  )

/** Every 2 s, so many requests under way in all; instances are there at once. */
function run(concurrency: (second: number) => number, seconds: number): number[] {
  const scale = create()
  let replicas = 1
  return Array.from({ length: seconds / 2 }, (_, tick) => {
    replicas = scale.decide(fleet(replicas, concurrency(2 * tick)), 2000 * tick).replicas
    return replicas
  })
}

it('in calm it follows the mean of a minute', () => {
  expect(run(() => 350, 200).at(-1)).toBe(5)
})

it('in panic it follows six seconds, and takes nothing away for a minute', () => {
  const replicas = run((second) => (second < 120 ? 70 : second < 132 ? 1400 : 70), 400)
  expect(replicas.slice(0, 60).every((one) => one === 1)).toBe(true)
  expect(Math.max(...replicas)).toBe(20)
  const peak = replicas.indexOf(20)
  expect(replicas.slice(peak, peak + 27).every((one) => one === 20)).toBe(true)
  expect(replicas.at(-1)).toBe(1)
})

it('ends the last instance a window and the grace after the last request', () => {
  const replicas = run((second) => (second < 100 ? 70 : 0), 300)
  expect(2 * replicas.indexOf(0)).toBe(98 + 90)
})
