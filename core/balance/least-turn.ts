import type { BalanceContext } from './balance.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { LeastTree } from './least-tree.ts'
import { Outstanding } from './outstanding.ts'
import { SmoothTurn } from './smooth-turn.ts'

/** Nodes of one weight, in the order of their numbers. */
interface Alike {
  readonly weight: number
  readonly nodes: readonly number[]
  readonly tree: LeastTree
}

/** Nodes of one load. */
interface Level {
  turns: number
  members: number
}

/**
 * Takes the node with the fewest requests under way for its weight; among equals, smooth weighted turns. Equals gain standing together, so
 * turns are counted once for each load, and a tree keeps what each node has beyond them.
 *
 * Source  nginx, src/http/modules/ngx_http_upstream_least_conn_module.c
 * State   a tree for each weight, the turns of each load; the turns themselves while the trees cannot be used
 * Cost    O(weights that differ + log nodes); O(nodes) while some nodes are not usable or weigh less than they should
 * Errors  -1 stands for no usable node
 */
export class LeastTurn {
  private readonly weights: Float64Array
  private readonly healthy: HealthyNodes
  private readonly outstanding: Outstanding
  private readonly turn: SmoothTurn
  private readonly groups: readonly Alike[]
  private readonly groupOf: Alike[]
  private readonly placeOf: Int32Array
  private readonly levels = new Map<number, Level>()
  /** Load of each node, Infinity of those that may not be chosen. */
  private readonly loads: Float64Array
  /** Standing of each node without the turns of its load. */
  private readonly standings: Float64Array
  private isPlanted = false

  constructor(weights: Float64Array, context: Pick<BalanceContext, 'nodes' | 'panicBelow'>) {
    this.weights = weights
    this.healthy = new HealthyNodes(context)
    this.outstanding = new Outstanding(weights.length)
    this.turn = new SmoothTurn(weights)
    this.loads = new Float64Array(weights.length)
    this.standings = new Float64Array(weights.length)
    this.placeOf = new Int32Array(weights.length)
    this.groups = alike(weights)
    this.groupOf = new Array<Alike>(weights.length)
    for (const group of this.groups)
      for (const [place, node] of group.nodes.entries()) {
        this.groupOf[node] = group
        this.placeOf[node] = place
      }
  }

  /** Among all healthy nodes. */
  take(): number {
    if (this.turn.isWeakened) return this.takeAmong(always)
    if (!this.isPlanted) this.plant()
    const node = this.next()
    if (node >= 0) this.move(node, this.outstanding.of(this.outstanding.begin(node)))
    return node
  }

  /** Among the healthy nodes that are usable, too. */
  takeAmong(isUsable: (node: number) => boolean): number {
    this.uproot()
    const node = this.least((one) => this.healthy.has(one) && isUsable(one))
    return node < 0 ? node : this.outstanding.begin(node)
  }

  give(node: number): void {
    this.outstanding.end(node)
    if (this.isPlanted && this.loads[node]! < Infinity) this.move(node, this.outstanding.of(node))
  }

  failed(node: number, failsMax: number): void {
    this.uproot()
    this.turn.failed(node, failsMax)
  }

  setHealthy(node: number, isHealthy: boolean): void {
    this.uproot()
    this.healthy.set(node, isHealthy)
  }

  private least(isUsable: (node: number) => boolean): number {
    let best = -1
    let isTied = false
    for (let node = 0; node < this.weights.length; node++) {
      if (!isUsable(node)) continue
      const order = best < 0 ? -1 : this.difference(node, best)
      if (order < 0) {
        best = node
        isTied = false
      } else if (order === 0) isTied = true
    }
    return isTied ? this.turn.next((node) => isUsable(node) && this.difference(node, best) === 0) : best
  }

  /** Below 0 when node has fewer for its weight than other: without division, so that equals are equal. */
  private difference(node: number, other: number): number {
    const { outstanding, weights } = this
    return outstanding.of(node) * weights[other]! - outstanding.of(other) * weights[node]!
  }

  private next(): number {
    let least = Infinity
    for (const { tree } of this.groups) least = Math.min(least, tree.least)
    if (least === Infinity) return -1
    const level = this.levels.get(least)!
    let tied = 0
    let total = 0
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (const { tree, nodes, weight } of this.groups) {
      if (tree.least !== least) continue
      const node = nodes[tree.winner]!
      const standing = this.standings[node]! + weight * (level.turns + 1)
      tied += tree.leastCount
      total += weight * tree.leastCount
      if (standing < most || (standing === most && node > best)) continue
      most = standing
      best = node
    }
    if (tied === 1) return best
    level.turns++
    this.standings[best]! -= total
    return best
  }

  /** Gives a node another load; its standing is the same before and after. */
  private move(node: number, outstanding: number): void {
    const weight = this.weights[node]!
    const before = this.levels.get(this.loads[node]!)!
    this.standings[node]! += weight * before.turns
    if (--before.members === 0) this.levels.delete(this.loads[node]!)
    this.join(node, outstanding / weight)
  }

  /**
   * A quotient of whole numbers below 2^31 and 2^16 that differs from another by at least 2^-47 of itself, so that doubles keep equal loads
   * equal and different ones apart.
   */
  private join(node: number, load: number): void {
    let level = this.levels.get(load)
    if (level === undefined) {
      level = { turns: 0, members: 0 }
      this.levels.set(load, level)
    }
    level.members++
    this.loads[node] = load
    this.standings[node]! -= this.weights[node]! * level.turns
    this.groupOf[node]!.tree.set(this.placeOf[node]!, load, this.standings[node]!)
  }

  private plant(): void {
    this.isPlanted = true
    this.levels.clear()
    this.standings.set(this.turn.current)
    for (let node = 0; node < this.weights.length; node++) {
      const load = this.healthy.has(node) ? this.outstanding.of(node) / this.weights[node]! : Infinity
      this.join(node, load)
    }
  }

  /** Writes the standings back to the turns. */
  private uproot(): void {
    if (!this.isPlanted) return
    this.isPlanted = false
    for (const [node, standing] of this.standings.entries())
      this.turn.current[node] = standing + this.weights[node]! * this.levels.get(this.loads[node]!)!.turns
  }
}

const always = () => true

function alike(weights: Float64Array): Alike[] {
  const byWeight = new Map<number, number[]>()
  for (const [node, weight] of weights.entries()) {
    const nodes = byWeight.get(weight)
    if (nodes === undefined) byWeight.set(weight, [node])
    else nodes.push(node)
  }
  return [...byWeight].map(([weight, nodes]) => ({ weight, nodes, tree: new LeastTree(nodes.length) }))
}
