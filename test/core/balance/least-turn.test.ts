import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LeastTurn } from '#core/balance/least-turn.ts'
import { SmoothTurn } from '#core/balance/smooth-turn.ts'

/** nginx as it is written: every node is looked at for every request. */
function obvious(weights: Float64Array) {
  const turn = new SmoothTurn(weights)
  const load = new Int32Array(weights.length)
  const isHealthy = new Uint8Array(weights.length).fill(1)
  return {
    take() {
      const all = [...weights.keys()].filter((node) => isHealthy[node] === 1)
      const difference = (node: number, other: number) =>
        load[node]! * weights[other]! - load[other]! * weights[node]!
      const best = all.find((node) => all.every((other) => difference(node, other) <= 0))
      if (best === undefined) return -1
      const isEqual = (node: number) => isHealthy[node] === 1 && difference(node, best) === 0
      const node = all.filter(isEqual).length > 1 ? turn.next(isEqual) : best
      load[node]!++
      return node
    },
    give: (node: number) => void load[node]!--,
    failed: (node: number) => turn.failed(node, 1),
    setHealthy(node: number, healthy: boolean) {
      isHealthy[node] = healthy ? 1 : 0
    },
  }
}

it('takes the same nodes as one that looks at every node, whatever ends, fails and falls ill in between', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 9 })
  fc.assert(
    fc.property(weights, fc.array(fc.nat(1_000), { maxLength: 200 }), (weighed, steps) => {
      const nodes = weighed.length
      const turns = new LeastTurn(Float64Array.from(weighed), { nodes })
      const other = obvious(Float64Array.from(weighed))
      const open: number[] = []
      for (const step of steps) {
        const node = step % nodes
        if (step % 50 === 49) {
          turns.setHealthy(node, step % 100 > 60)
          other.setHealthy(node, step % 100 > 60)
        } else if (step % 50 === 48) {
          turns.failed(node, 1)
          other.failed(node)
        } else if (step % 5 >= 3 && open.length > 0) {
          const [ended] = open.splice(step % open.length, 1)
          turns.give(ended!)
          other.give(ended!)
        } else {
          const taken = turns.take()
          expect(taken).toBe(other.take())
          if (taken >= 0) open.push(taken)
        }
      }
    }),
    { numRuns: 400 },
  )
})

it('takes the same among some as among all when the others are ill', () => {
  const some = new LeastTurn(Float64Array.from([3, 1, 2]), { nodes: 3 })
  const ill = new LeastTurn(Float64Array.from([3, 1, 2]), { nodes: 3 })
  ill.setHealthy(1, false)
  for (let request = 0; request < 20; request++) expect(some.takeAmong((node) => node !== 1)).toBe(ill.take())
})
