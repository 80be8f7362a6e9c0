import { invariant } from '#core/invariant.ts'

/** Requests under way at each node. Errors: finishing more than began breaks an invariant. Cost: O(1). */
export class Outstanding {
  readonly counts: Int32Array
  total = 0

  constructor(nodes: number) {
    this.counts = new Int32Array(nodes)
  }

  of(node: number): number {
    return this.counts[node]!
  }

  begin(node: number): number {
    this.counts[node]!++
    this.total++
    return node
  }

  end(node: number): void {
    if (!(this.counts[node]! > 0)) invariant(false, `node ${node} has a request under way to finish`)
    this.counts[node]!--
    this.total--
  }
}
