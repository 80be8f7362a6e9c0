import { describe, expect, it } from 'vitest'
import { makeBalance } from './make-balance.ts'

describe('two choices', () => {
  it('never take the busiest node', () => {
    const { balance } = makeBalance({ policy: 'two-choices' }, 4)
    const load = [0, 0, 0, 0]
    for (let id = 0; id < 200; id++) {
      const node = balance.pick()
      const most = Math.max(...load)
      if (load.filter((count) => count === most).length === 1) expect(load[node]).toBeLessThan(most)
      load[node]!++
    }
  })

  it('with as many choices as nodes join the shortest queue', () => {
    const { balance } = makeBalance({ policy: 'two-choices', choices: 9 }, 4)
    const load = [0, 0, 0, 0]
    for (let id = 0; id < 100; id++) {
      const node = balance.pick()
      expect(load[node]).toBe(Math.min(...load))
      load[node]!++
    }
  })
})
