import { expect, it } from 'vitest'
import { linearCritic } from '#core/control/linear-critic.ts'
import { stream } from '#core/random.ts'

it('learns the values of the random walk of five states, 1/6 to 5/6', () => {
  const random = stream(1, 'walk')
  const critic = linearCritic(5)
  const at = (state: number) => Int32Array.of(state)
  for (let episode = 0; episode < 8000; episode++) {
    critic.forget()
    for (let state = 2; state >= 0 && state < 5; ) {
      const next = state + (random() < 0.5 ? -1 : 1)
      critic.remember(at(state), 0.8)
      const value = next < 0 ? 0 : next > 4 ? 1 : critic.value(at(next))
      critic.learn((0.2 / (1 + episode / 40)) * (value - critic.value(at(state))))
      state = next
    }
  }
  for (let state = 0; state < 5; state++) expect(critic.value(at(state))).toBeCloseTo((state + 1) / 6, 1.3)
})
