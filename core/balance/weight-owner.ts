/** Whose unit of weight is the n-th, modulo the sum of all. */
export function weightOwner(weights: Float64Array): (n: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === weights.length) return (n) => n % total
  return (n) => {
    let left = n % total
    let node = 0
    while (left >= weights[node]!) left -= weights[node++]!
    return node
  }
}
