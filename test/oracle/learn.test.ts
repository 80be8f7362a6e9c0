/** Steps of the learning rules, and admission to a queue: a learner that cannot reach 95 % of the optimum has a bug. */
import { describe, expect, it } from 'vitest'
import { controlPolicies } from '#core/control/control.ts'
import { gaussianGradient } from '#core/control/gaussian-actor.ts'
import { linearCritic } from '#core/control/linear-critic.ts'
import { softmaxActor } from '#core/control/softmax-actor.ts'
import { log } from '#core/math/log.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { parameter, readOracle } from './read-oracle.ts'

const rows = readOracle('learn')
const row = (name: string) => rows.find((one) => one.name === name)!
const numbers = (text: string) => text.split(/[|,]/).map(Number)

it('rl.td_lambda: two steps', () => {
  const [gamma, lambda, alpha] = [0.9, 0.8, 0.1]
  const critic = linearCritic(2)
  const step = (x: number, reward: number, next: number) => {
    const [from, to] = [Int32Array.of(x), Int32Array.of(next)]
    const delta = reward + gamma * critic.value(to) - critic.value(from)
    critic.remember(from, gamma * lambda)
    critic.learn(alpha * delta)
  }
  step(0, 1, 1)
  step(1, 0, 0)
  const wanted = numbers(row('rl.td_lambda').expected!)
  for (const [index, weight] of wanted.entries()) expect(critic.weights[index]!).toBeCloseTo(weight, 9)
})

it('rl.softmax_grad: one step from equal preferences', () => {
  // The middle third of the draws is the middle choice.
  const actor = softmaxActor({ choices: 3, size: 1, random: () => 0.5 })
  expect(actor.choose(Int32Array.of(0))).toBe(1)
  actor.remember(0)
  actor.learn(0.3 * 2)
  const wanted = numbers(row('rl.softmax_grad').expected!)
  for (const [index, weight] of wanted.entries()) expect(actor.weights[index]!).toBeCloseTo(weight, 6)
})

it('rl.gauss_grad: slopes of the mean and of the logarithm of the deviation', () => {
  const { ofMean, ofLogDeviation } = gaussianGradient({ mean: 1, deviation: 0.5, action: 1.5 })
  const [mean, deviation] = numbers(row('rl.gauss_grad').expected!)
  expect(ofMean).toBeCloseTo(mean!, 9)
  expect(ofLogDeviation).toBeCloseTo(deviation!, 9)
})

const roomMax = 12

/** Reward a unit of time when a customer who finds n is admitted with probability admit(n); none is admitted into a room of 12. */
function gain(
  admit: (n: number) => number,
  { lambda, reward, holding }: { lambda: number; reward: number; holding: number },
): number {
  const weights = [1]
  for (let n = 0; n < roomMax; n++) weights.push(weights[n]! * lambda * admit(n))
  const total = weights.reduce((a, b) => a + b)
  const share = (n: number) => weights[n]! / total
  let sum = 0
  for (let n = 0; n <= roomMax; n++)
    sum += share(n) * ((n < roomMax ? lambda * admit(n) * reward : 0) - holding * n)
  return sum
}

/** Admits to an M/M/1 queue for so many arrivals; each period is the time between two of them. */
function learnAdmission(
  policy: string,
  { lambda, reward, holding }: { lambda: number; reward: number; holding: number },
  seed: number,
) {
  const control = createPolicy(
    controlPolicies,
    {
      policy,
      tiles: roomMax,
      ...(policy.startsWith('average') ? { actorStep: 0.005 } : { actorStep: 0.003, discount: 0.97 }),
    },
    {
      features: [{ name: 'inSystem', low: 0, high: roomMax }],
      actions: { kind: 'choice', names: ['refuse', 'admit'] },
      random: stream(seed, 'policy'),
    },
  )
  const random = stream(seed, 'queue')
  let inSystem = 0
  let earned = 0
  for (let arrival = 0; arrival < 300_000; arrival++) {
    const isAdmitted = control.decide([inSystem], earned, arrival) === 1 && inSystem < roomMax
    if (isAdmitted) inSystem++
    earned = isAdmitted ? reward : 0
    let left = -log(random()) / lambda
    while (inSystem > 0) {
      const service = -log(random())
      earned -= holding * inSystem * Math.min(left, service)
      if (service >= left) break
      left -= service
      inSystem--
    }
  }
  return (n: number) => control.tendency!([n])[1]!
}

describe.each(rows.filter(({ name }) => name === 'rl.admission.naor'))(
  '$name $parameters',
  ({ parameters, expected }) => {
    const problem = {
      lambda: parameter(parameters!, 'lambda'),
      reward: parameter(parameters!, 'R'),
      holding: parameter(parameters!, 'C'),
    }
    const [bestN, bestGain] = numbers(expected!)

    it('the best threshold and its reward', () => {
      const gains = Array.from({ length: roomMax }, (_, room) => gain((n) => (n < room ? 1 : 0), problem))
      expect(gains.indexOf(Math.max(...gains))).toBe(bestN)
      expect(gains[bestN!]).toBeCloseTo(bestGain!, 6)
    })

    it.each([
      ['average-actor-critic', 3],
      ['discounted-actor-critic', 2],
    ] as const)('%s reaches 0.95 of it with each of %d seeds', (policy, seeds) => {
      for (let seed = 1; seed <= seeds; seed++) {
        const found = gain(learnAdmission(policy, problem, seed), problem)
        expect(found / bestGain!, `seed ${seed}`).toBeGreaterThanOrEqual(0.95)
      }
    })
  },
)

describe('which of two classes to serve, preemptively: the c-mu rule is best (Cox, Smith 1961)', () => {
  // Arrivals 0.3 and 0.4, services 1 and 2, costs 1 and 1.5 a customer and unit of time: the row sched.cmu.
  const [arrivals, services, costs] = [
    [0.3, 0.4],
    [1, 2],
    [1, 1.5],
  ] as const
  const [bestCost, worstCost] = [1.05, 1.542857]
  const events = 0.3 + 0.4 + 2
  const room = 24

  /** One event of the uniformised chain, from a uniform draw, when one class is served. */
  function step(n: [number, number], served: number, u: number): void {
    let left = u * events
    for (const arriving of [0, 1] as const) {
      left -= arrivals[arriving]!
      if (left < 0) {
        n[arriving] = Math.min(room, n[arriving] + 1)
        return
      }
    }
    const at = served as 0 | 1
    if (left < services[at]! && n[at] > 0) n[at]--
  }

  /** Cost a unit of time when class 2 is served with a given probability where both wait, by iteration of the chain. */
  function costOf(second: (n1: number, n2: number) => number): number {
    const side = room + 1
    let shares = new Float64Array(side * side).fill(1 / (side * side))
    const chances = Float64Array.from(shares, (_, at) => second(Math.floor(at / side), at % side))
    for (let round = 0; round < 1500; round++) {
      const next = new Float64Array(side * side)
      for (let n1 = 0; n1 < side; n1++)
        for (let n2 = 0; n2 < side; n2++) {
          const share = shares[n1 * side + n2]!
          const p2 = n2 === 0 ? 0 : n1 === 0 ? 1 : chances[n1 * side + n2]!
          const rates = [arrivals[0], arrivals[1], n1 > 0 ? (1 - p2) * services[0] : 0, p2 * services[1]]
          const stays = events - rates[0]! - rates[1]! - rates[2]! - rates[3]!
          next[Math.min(room, n1 + 1) * side + n2]! += (share * rates[0]!) / events
          next[n1 * side + Math.min(room, n2 + 1)]! += (share * rates[1]!) / events
          if (n1 > 0) next[(n1 - 1) * side + n2]! += (share * rates[2]!) / events
          if (n2 > 0) next[n1 * side + n2 - 1]! += (share * rates[3]!) / events
          next[n1 * side + n2]! += (share * stays) / events
        }
      shares = next
    }
    return shares.reduce(
      (sum, share, at) => sum + share * (costs[0] * Math.floor(at / side) + costs[1] * (at % side)),
      0,
    )
  }

  it('the costs of both orders', () => {
    expect(costOf(() => 1)).toBeCloseTo(bestCost, 4)
    expect(costOf(() => 0)).toBeCloseTo(worstCost, 4)
  })

  it.each([1, 2])('the average-reward learner costs at most 1 / 0.95 of the best, seed %d', (seed) => {
    const control = createPolicy(
      controlPolicies,
      { policy: 'average-actor-critic', tiles: 4, actorStep: 0.005, criticStep: 0.05 },
      {
        features: ['first', 'second'].map((name) => ({ name, low: 0, high: 8 })),
        actions: { kind: 'choice', names: ['first', 'second'] },
        random: stream(seed, 'policy'),
      },
    )
    const random = stream(seed, 'chain')
    const n: [number, number] = [0, 0]
    for (let event = 0; event < 400_000; event++) {
      const wanted = control.decide(n, -(costs[0] * n[0] + costs[1] * n[1]), event)
      // A class without customers cannot be served: the other is.
      step(n, n[wanted as 0 | 1] > 0 ? wanted : 1 - wanted, random())
    }
    const found = costOf((n1, n2) => control.tendency!([n1, n2])[1]!)
    expect(found).toBeLessThan(bestCost / 0.95)
  })
})
