/** Below this a trace no longer counts: it would change a weight by less than its last digits. */
const least = 1e-9

export interface Eligibility {
  /** z := factor z */
  decay(factor: number): void
  /** z_i := z_i + amount */
  add(index: number, amount: number): void
  /** w := w + step z */
  apply(weights: Float64Array, step: number): void
  clear(): void
}

/**
 * How much each weight had to do with the recent past; only the weights that had are touched.
 *
 * Source      Sutton, Barto 2018, section 12.2 (accumulating traces)
 * State       the traces, and a list of those that are not 0
 * Cost        O(traces that are not 0)
 * Deviates    traces below 1e-9 become 0
 */
export function eligibility(size: number): Eligibility {
  const traces = new Float64Array(size)
  const listed = new Uint8Array(size)
  const list = new Int32Array(size)
  let length = 0
  return {
    decay(factor) {
      for (let place = length - 1; place >= 0; place--) {
        const index = list[place]!
        traces[index]! *= factor
        if (Math.abs(traces[index]!) >= least) continue
        traces[index] = 0
        listed[index] = 0
        list[place] = list[--length]!
      }
    },
    add(index, amount) {
      traces[index]! += amount
      if (listed[index] === 1) return
      listed[index] = 1
      list[length++] = index
    },
    apply(weights, step) {
      for (let place = 0; place < length; place++) weights[list[place]!]! += step * traces[list[place]!]!
    },
    clear() {
      for (let place = 0; place < length; place++) {
        traces[list[place]!] = 0
        listed[list[place]!] = 0
      }
      length = 0
    },
  }
}
