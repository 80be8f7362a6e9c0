import { describe, expect, it } from 'vitest'
import { makeBalance, request } from '../core/balance/make-balance.ts'

const nodes = 5
const failing = (error: unknown) => (error as { code?: string }).code

/** What every balance promises. An hour after a change of health even a balance that caches names knows of it. */
export function balanceContract(policy: string): void {
  const make = (given: Parameters<typeof makeBalance>[2] = {}) => makeBalance({ policy }, nodes, given)

  /** Many requests, some under way at the same time; those that have no node are left out. */
  function run({ balance, clock }: ReturnType<typeof make>, count: number): number[] {
    const open: number[] = []
    const picked: number[] = []
    for (let id = 0; id < count; id++) {
      clock.now += 3
      try {
        const node = balance.pick(request(`key${id}`, id % 7, (id * 256) % 25_600))
        picked.push(node)
        open.push(node)
      } catch (error) {
        expect(failing(error)).toBe('NodeUnavailable')
      }
      if (open.length > id % 8) balance.finished(open.shift()!, { ms: 5 + (id % 11), isFailed: false })
    }
    for (const node of open) balance.finished(node)
    return picked
  }

  describe(`the balance ${policy}`, () => {
    it('picks nodes that exist, and all of them sooner or later', () => {
      const picked = run(make(), 2_000)
      expect(picked).toHaveLength(2_000)
      expect([...new Set(picked)].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4])
    })

    it('decides the same way again', () => {
      expect(run(make(), 500)).toEqual(run(make(), 500))
    })

    it('picks no unhealthy node, and picks it again when it is healthy', () => {
      const made = make()
      run(made, 100)
      made.balance.setHealthy(2, false)
      made.balance.setHealthy(3, false)
      made.clock.now += 3_600_000
      const without = run(made, 1_000)
      expect(without.length).toBeGreaterThan(0)
      expect(without).not.toContain(2)
      expect(without).not.toContain(3)
      made.balance.setHealthy(2, true)
      made.clock.now += 3_600_000
      const again = run(made, 2_000)
      expect(again).toContain(2)
      expect(again).not.toContain(3)
    })

    it('says so when no node is healthy, and goes on when one is', () => {
      const made = make()
      for (let node = 0; node < nodes; node++) made.balance.setHealthy(node, false)
      made.clock.now += 3_600_000
      expect(run(made, 20)).toEqual([])
      made.balance.setHealthy(4, true)
      made.clock.now += 3_600_000
      const picked = run(made, 300)
      expect(new Set(picked)).toEqual(new Set([4]))
    })

    it('ignores health in panic', () => {
      const made = make({ panicBelow: 0.5 })
      for (const node of [0, 1, 2]) made.balance.setHealthy(node, false)
      made.clock.now += 3_600_000
      expect(new Set(run(made, 2_000)).size).toBe(nodes)
    })

    it('serves one node alone', () => {
      const { balance } = makeBalance({ policy }, 1)
      for (let id = 0; id < 5; id++) expect(balance.pick(request(`key${id}`))).toBe(0)
      for (let id = 0; id < 5; id++) balance.finished(0, { ms: 1, isFailed: id % 2 === 0 })
      expect(balance.pick()).toBe(0)
    })

    it('refuses the health of a node that does not exist', () => {
      expect(() => make().balance.setHealthy(nodes, false)).toThrow('invariant')
    })
  })
}
