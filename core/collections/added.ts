/**
 * Records of numbers, and of such records, added up name by name; what only some of them have counts as 0 in the others.
 *
 * Parameters  parts, at least one
 */
export function added<T extends object>(parts: readonly T[]): T {
  const total: Record<string, unknown> = {}
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) {
      total[name] =
        typeof value === 'number'
          ? ((total[name] as number | undefined) ?? 0) + value
          : added([(total[name] ?? {}) as object, value as object])
    }
  }
  return total as T
}
