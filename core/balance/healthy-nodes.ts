import { TandemError } from '#core/errors.ts'
import { invariant } from '#core/invariant.ts'
import type { BalanceContext } from './balance.ts'

/**
 * The nodes that may be chosen: the healthy ones, or all of them in panic, when less than the share `panicBelow` is healthy.
 *
 * Source  Envoy, cluster.proto, healthy_panic_threshold: few healthy nodes would break down under the load of all
 * Errors  NodeUnavailable when a node is asked for and none may be chosen
 * Cost    O(1), a change of health O(nodes)
 */
export class HealthyNodes {
  private readonly healthy: Uint8Array
  private readonly panicBelow: number
  private chosen: number[]

  constructor({ nodes, panicBelow = 0 }: Pick<BalanceContext, 'nodes' | 'panicBelow'>) {
    invariant(nodes >= 1, `a balance has at least one node, found ${nodes}`)
    this.healthy = new Uint8Array(nodes).fill(1)
    this.panicBelow = panicBelow
    this.chosen = Array.from({ length: nodes }, (_, node) => node)
  }

  /** In the order of their numbers, at least one. */
  get list(): readonly number[] {
    this.needOne()
    return this.chosen
  }

  needOne(): void {
    if (this.chosen.length === 0)
      throw new TandemError('NodeUnavailable', `none of the ${this.healthy.length} nodes is healthy`)
  }

  get count(): number {
    return this.chosen.length
  }

  has(node: number): boolean {
    return this.healthy[node] === 1 || this.chosen.length === this.healthy.length
  }

  set(node: number, isHealthy: boolean): void {
    const nodes = this.healthy.length
    invariant(node >= 0 && node < nodes, `a node is 0 to ${nodes - 1}, found ${node}`)
    this.healthy[node] = isHealthy ? 1 : 0
    const healthy = [...this.healthy.keys()].filter((index) => this.healthy[index] === 1)
    this.chosen = healthy.length < this.panicBelow * nodes ? [...this.healthy.keys()] : healthy
  }
}
