/**
 * Turns in proportion to weights, spread evenly. At each turn every usable node gains its effective weight; the one that has most wins
 * and pays the sum. A failing node loses effective weight and earns one back at each turn.
 *
 * Source  nginx, src/http/ngx_http_upstream_round_robin.c, ngx_http_upstream_get_peer and _free_round_robin_peer
 * State   current and effective weight of each node
 * Cost    O(nodes)
 */
export class SmoothTurn {
  readonly effective: Float64Array
  private readonly current: Float64Array
  private readonly weights: Float64Array

  constructor(weights: Float64Array) {
    this.weights = weights
    this.effective = weights.slice()
    this.current = new Float64Array(weights.length)
  }

  /** The winner among the usable ones, -1 when there is none. Ties go to the earlier node. */
  next(isUsable: (node: number) => boolean): number {
    const { weights, effective, current } = this
    let best = -1
    let total = 0
    for (let node = 0; node < weights.length; node++) {
      if (!isUsable(node)) continue
      current[node]! += effective[node]!
      total += effective[node]!
      if (effective[node]! < weights[node]!) effective[node]!++
      if (best < 0 || current[node]! > current[best]!) best = node
    }
    if (best >= 0) current[best]! -= total
    return best
  }

  failed(node: number, failsMax: number): void {
    const lost = Math.floor(this.weights[node]! / failsMax)
    this.effective[node] = Math.max(0, this.effective[node]! - lost)
  }
}
