import type { Random } from '#core/random.ts'

/** Draws nodes with chances in proportion to their weights. Cost: O(1) when all are equal, else O(log nodes). */
export class WeightedDraw {
  private readonly nodes: readonly number[]
  private readonly ends: Float64Array
  private readonly isEqual: boolean

  constructor(nodes: readonly number[], weights: Float64Array) {
    this.nodes = nodes
    this.ends = new Float64Array(nodes.length)
    let sum = 0
    for (const [index, node] of nodes.entries()) this.ends[index] = sum += weights[node]!
    this.isEqual = nodes.every((node) => weights[node] === weights[nodes[0]!])
  }

  draw(random: Random): number {
    const { nodes, ends } = this
    if (this.isEqual) return nodes[Math.floor(random() * nodes.length)]!
    const at = random() * ends[ends.length - 1]!
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (at < ends[middle]!) high = middle
      else low = middle + 1
    }
    return nodes[low]!
  }
}
