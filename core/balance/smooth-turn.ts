/** Rounds longer than this are not remembered. */
const roundMax = 1_000_000

/**
 * Turns in proportion to weights, spread evenly. At each turn every usable node gains its effective weight; the one that has most wins
 * and pays the sum. A failing node loses effective weight and earns one back at each turn.
 *
 * Source  nginx, src/http/ngx_http_upstream_round_robin.c, ngx_http_upstream_get_peer and _free_round_robin_peer
 * State   current and effective weight of each node. A round begins and ends with all current weights at 0; the winners of one round in
 *         which every node was usable are remembered, so that later rounds only read them
 * Cost    O(nodes); O(1) in a remembered round
 */
export class SmoothTurn {
  readonly effective: Float64Array
  /** What each node has gained less what it has paid; of a caller that does not take turns of all nodes. */
  readonly current: Float64Array
  private readonly weights: Float64Array
  private readonly total: number
  /** Nodes with less than their weight. */
  private weakened = 0
  /** Winners of the round so far; whole when it came back to 0. */
  private winners: number[] = []
  private isWhole = false
  /** Turns of this round, while no turn was different from the round that is remembered; -1 outside of such a round. */
  private turn = 0

  constructor(weights: Float64Array) {
    this.weights = weights
    this.effective = weights.slice()
    this.current = new Float64Array(weights.length)
    this.total = weights.reduce((sum, weight) => sum + weight, 0)
  }

  /** Some node has less than its weight. */
  get isWeakened(): boolean {
    return this.weakened > 0
  }

  /** The winner among the usable ones, -1 when there is none. Ties go to the earlier node. */
  next(isUsable: (node: number) => boolean): number {
    this.leaveRound()
    const { weights, effective, current } = this
    let best = -1
    let total = 0
    for (let node = 0; node < weights.length; node++) {
      if (!isUsable(node)) continue
      current[node]! += effective[node]!
      total += effective[node]!
      if (effective[node]! < weights[node]! && ++effective[node]! === weights[node]!) this.weakened--
      if (best < 0 || current[node]! > current[best]!) best = node
    }
    if (best >= 0) current[best]! -= total
    if (best >= 0 && this.isZero(best)) this.turn = 0
    return best
  }

  /** The winner when all nodes are usable. */
  nextOfAll(): number {
    const { turn } = this
    if (this.isWhole && turn >= 0) {
      this.turn = turn + 1 === this.winners.length ? 0 : turn + 1
      return this.winners[turn]!
    }
    const isKept = turn >= 0 && this.weakened === 0 && turn < roundMax
    if (!isKept) return this.next(always)
    this.turn = -1
    if (turn === 0) this.winners = []
    const winner = this.next(always)
    this.winners.push(winner)
    if (this.turn === 0) this.isWhole = true
    else this.turn = turn + 1
    return winner
  }

  failed(node: number, failsMax: number): void {
    const { weights, effective } = this
    this.leaveRound()
    if (effective[node] === weights[node]) this.weakened++
    effective[node] = Math.max(0, effective[node]! - Math.floor(weights[node]! / failsMax))
    if (effective[node] === weights[node]) this.weakened--
  }

  /** After n undisturbed turns a node has n times its weight, less the sum for each turn it won. */
  private leaveRound(): void {
    if (this.isWhole && this.turn > 0) {
      for (const [node, weight] of this.weights.entries()) this.current[node] = this.turn * weight
      for (let turn = 0; turn < this.turn; turn++) this.current[this.winners[turn]!]! -= this.total
    }
    this.turn = -1
  }

  private isZero(winner: number): boolean {
    return this.current[winner] === 0 && this.weakened === 0 && this.current.every((weight) => weight === 0)
  }
}

const always = () => true
