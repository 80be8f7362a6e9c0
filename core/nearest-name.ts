/**
 * The known name that a mistyped one most likely meant, or undefined when none is near.
 *
 * Source: Levenshtein 1966, Soviet Physics Doklady 10 (insertions, deletions, substitutions), here the case is ignored.
 * Parameters: near means at most two changes, or a third of the longer name, and never all of it.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let nearest: string | undefined
  let least = Infinity
  for (const candidate of known) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase())
    const length = Math.max(name.length, candidate.length)
    const limit = Math.min(Math.max(2, Math.ceil(length / 3)), length - 1)
    if (distance <= limit && distance < least) {
      nearest = candidate
      least = distance
    }
  }
  return nearest
}

/** The sentence end that names a known name close to a mistyped one. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  return nearest === undefined ? '' : `, did you mean '${nearest}'?`
}

export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, row[j]! + 1, next[j - 1]! + 1))
    }
    row = next
  }
  return row[b.length]!
}
