/** Where two scenarios differ: the path of each setting, and its value in both; `-` where it has none. */
export function changedSettings(base: unknown, candidate: unknown): string[][] {
  const [before, after] = [new Map(leavesOf(base)), new Map(leavesOf(candidate))]
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => [path, before.get(path) ?? '-', after.get(path) ?? '-'])
}

function leavesOf(value: unknown, path = ''): [string, string][] {
  if (value === null || typeof value !== 'object') return [[path, String(value)]]
  const entries = Object.entries(value)
  if (entries.length === 0) return path === '' ? [] : [[path, 'none']]
  return entries.flatMap(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`))
}
