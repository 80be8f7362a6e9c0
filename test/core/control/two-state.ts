import { controlPolicies } from '#core/control/control.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'

/** A world of two places: staying pays 0 in the first and 1 in the second, going from the first costs 1, going back costs nothing. */
export function learnTwoPlaces(choice: { policy: string } & Record<string, unknown>, periods = 20_000) {
  const control = createPolicy(controlPolicies, choice, {
    features: [{ name: 'place', low: 0, high: 1 }],
    actions: { kind: 'choice', names: ['stay', 'go'] },
    random: stream(9, 'two places'),
  })
  let place = 0
  let reward = 0
  for (let period = 0; period < periods; period++) {
    const isGoing = control.decide([place], reward, period) === 1
    reward = isGoing ? (place === 0 ? -1 : 0) : place
    if (isGoing) place = 1 - place
  }
  return { goes: (from: number) => control.tendency!([from])[1]!, control, place }
}
