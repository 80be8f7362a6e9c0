import { count, ms } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'

/**
 * Passes over a node for a time after it failed too often. After that one request tries it; its success forgives all.
 *
 * Source      nginx, src/http/ngx_http_upstream_round_robin.c: fails, accessed, checked
 * Parameters  failsMax 0.. (0 is off); failTimeoutMs
 * Cost        O(1)
 * Deviates    nginx counts whole seconds
 */
export class FailLimit {
  private readonly failsMax: number
  private readonly failTimeoutMs: Ms
  private readonly fails: Int32Array
  /** Nodes that failed and were not forgiven. */
  private failing = 0
  private readonly failedAtMs: Float64Array
  private readonly checkedAtMs: Float64Array

  constructor(nodes: number, failsMax: number, failTimeoutMs: Ms) {
    // With one node nothing is gained by passing over it.
    this.failsMax = nodes === 1 ? 0 : failsMax
    this.failTimeoutMs = failTimeoutMs
    this.fails = new Int32Array(nodes)
    this.failedAtMs = new Float64Array(nodes).fill(-Infinity)
    this.checkedAtMs = new Float64Array(nodes).fill(-Infinity)
  }

  /** No node is passed over. */
  get isClear(): boolean {
    return this.failsMax === 0 || this.failing === 0
  }

  isUsable(node: number, now: Ms): boolean {
    if (this.failsMax === 0 || this.fails[node]! < this.failsMax) return true
    return now - this.checkedAtMs[node]! > this.failTimeoutMs
  }

  chosen(node: number, now: Ms): void {
    if (now - this.checkedAtMs[node]! > this.failTimeoutMs) this.checkedAtMs[node] = now
  }

  failed(node: number, now: Ms): void {
    if (this.fails[node]!++ === 0) this.failing++
    this.failedAtMs[node] = now
    this.checkedAtMs[node] = now
  }

  succeeded(node: number): void {
    if (this.fails[node] === 0 || this.failedAtMs[node]! >= this.checkedAtMs[node]!) return
    this.fails[node] = 0
    this.failing--
  }
}

/** Parameters of passive health, with the defaults of nginx. */
export const failFields = {
  failsMax: count({
    max: 1000,
    default: 1,
    meaning: 'failures after which a node is passed over, 0 is never',
  }),
  failTimeoutMs: ms({ min: 1, default: 10_000, meaning: 'how long it is passed over' }),
}
