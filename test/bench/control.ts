import { controlPolicies } from '#core/control/control.ts'
import { detectPolicies } from '#core/control/detect.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { simulate } from '#sim/simulate.ts'
import { type Figure, measure, type Timed, type Timing } from './measure.ts'
import { paperScenario } from './request-path.ts'

const three = ['queue', 'busy', 'ioWait'].map((name) => ({ name, low: 0, high: 1 }))
const draws = Float64Array.from({ length: 4096 }, stream(1, 'control bench'))

/** Decisions of a controller that observes three features and chooses among four settings. */
function decide(policy: string, decisions: number): number {
  const control = createPolicy(
    controlPolicies,
    { policy },
    {
      features: three,
      actions: { kind: 'choice', names: ['a', 'b', 'c', 'd'] },
      random: stream(2, 'policy'),
    },
  )
  const observation = new Float64Array(3)
  let checksum = 0
  for (let index = 0; index < decisions; index++) {
    for (let feature = 0; feature < 3; feature++) observation[feature] = draws[(3 * index + feature) & 4095]!
    checksum += (1 + (index & 7)) * control.decide(observation, -draws[index & 4095]!, 1000 * index)
  }
  return checksum
}

function observe(policy: string, values: number): number {
  const detect = createPolicy(detectPolicies, { policy }, undefined)
  let checksum = 0
  for (let index = 0; index < values; index++)
    checksum += Math.min(2, detect.observe(draws[index & 4095]!, 1000 * index))
  return checksum
}

/** How many decisions of each controller, and values of each detector, a second has room for. */
export function benchControl(decisions: number, rounds: number): Figure[] {
  const controllers = [
    'average-actor-critic',
    'discounted-actor-critic',
    'thompson-sampling',
    'upper-confidence-bound',
  ]
  const deciding: Timed[] = controllers.map((policy) => ({
    name: `decide, ${policy}`,
    amount: decisions,
    run: () => decide(policy, decisions),
  }))
  const observing: Timed[] = detectPolicies.map(({ name }) => ({
    name: `observe, ${name}`,
    amount: decisions,
    run: () => observe(name, decisions),
  }))
  return [...measure(deciding, 'decisions/s', rounds), ...measure(observing, 'values/s', rounds)]
}

/** Four settings that are all the configured one: the controller works in full, and what it decides changes nothing. */
const loops = [
  'control.enabled=true',
  'control.presets=[{ name: a }, { name: b }, { name: c }, { name: d }]',
] as const

/**
 * What controllers that learn on all nodes cost a simulation: the preprint's path with and without them, in processor time, since it is
 * small against what else goes on on a machine.
 */
export function benchControlLoops(users: number, virtualSeconds: number, rounds: number): Figure[] {
  const timed = (name: string, changes: readonly string[]): Timed => {
    const scenario = paperScenario(users, virtualSeconds, changes)
    return { name, amount: virtualSeconds, run: () => processorTime(() => simulate(scenario).fingerprint) }
  }
  return measure(
    [timed('with a controller on each node', loops), timed('without', [])],
    'virtual s/s',
    rounds,
  )
}

function processorTime(run: () => string): Timing {
  const before = process.cpuUsage()
  const fingerprint = run()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (user + system) / 1e6, checksum: Number.parseInt(fingerprint.slice(0, 8), 16) }
}
