import { MinTree } from '#core/collections/min-tree.ts'
import type { BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'

/**
 * A key of each node, of which the least among the healthy nodes is wanted.
 *
 * Errors  NodeUnavailable when a node is asked for and none may be chosen
 * Cost    O(log nodes), a change of health O(nodes log nodes)
 */
export class NodeKeys {
  private readonly healthy: HealthyNodes
  private readonly keys: Float64Array
  private readonly tree: MinTree

  constructor(context: Pick<BalanceContext, 'nodes' | 'panicBelow'>) {
    this.healthy = new HealthyNodes(context)
    this.keys = new Float64Array(context.nodes)
    this.tree = new MinTree(context.nodes)
  }

  /** With all the keys of the nodes that may be chosen. */
  get least(): MinTree {
    this.healthy.needOne()
    return this.tree
  }

  has(node: number): boolean {
    return this.healthy.has(node)
  }

  of(node: number): number {
    return this.keys[node]!
  }

  set(node: number, key: number): void {
    this.keys[node] = key
    if (this.healthy.has(node)) this.tree.set(node, key)
  }

  setHealthy(node: number, isHealthy: boolean): void {
    this.healthy.set(node, isHealthy)
    for (const [index, key] of this.keys.entries())
      this.tree.set(index, this.healthy.has(index) ? key : Infinity)
  }
}
