import type { Source } from './source.ts'

const isChecked = ({ path }: Source) =>
  !path.startsWith('test/') && path.endsWith('.ts') && !path.endsWith('.d.ts')

/** A file with types only has nothing to run, so nothing to test. */
export const hasBehaviour = ({ code }: Source): boolean =>
  /^(export )?(default )?(async )?(const|let|function\*?|class)\b/m.test(code)

export const mirrorOf = (path: string): string => `test/${path.replace(/\.ts$/, '.test.ts')}`

/** Sources without a test at the mirrored path. `excused` maps a path, or a folder that ends with a slash, to where it is tested. */
export function untested(sources: readonly Source[], excused: ReadonlyMap<string, string>): string[] {
  const paths = new Set(sources.map(({ path }) => path))
  const isExcused = (path: string) =>
    [...excused].some(([start]) => path === start || (start.endsWith('/') && path.startsWith(start)))
  return sources
    .filter((source) => isChecked(source) && hasBehaviour(source))
    .filter(({ path }) => !paths.has(mirrorOf(path)) && !isExcused(path))
    .map(({ path }) => `${path} has no ${mirrorOf(path)}`)
}

/** Excuses that are no longer needed, or whose test does not exist. */
export function staleExcuses(sources: readonly Source[], excused: ReadonlyMap<string, string>): string[] {
  const paths = sources.map(({ path }) => path)
  return [...excused].flatMap(([path, tests]) => {
    if (!paths.some((known) => known === path || (path.endsWith('/') && known.startsWith(path))))
      return [`${path} does not exist`]
    if (!paths.some((known) => known.startsWith(tests)))
      return [`${path} is excused by ${tests}, which does not exist`]
    return paths.includes(mirrorOf(path)) ? [`${path} has a test of its own: its excuse can go`] : []
  })
}

/** Sources that nothing imports and that are no entry. */
export function unused(sources: readonly Source[], entries: readonly string[]): string[] {
  const imported = importedOf(sources)
  return sources
    .filter(({ path }) => !path.startsWith('test/') && !path.endsWith('.d.ts'))
    .filter(({ path }) => !imported.has(path) && !entries.includes(path))
    .map(({ path }) => `${path} is imported by nothing`)
}

/** Entries that something imports by now, or that do not exist. */
export function staleEntries(sources: readonly Source[], entries: readonly string[]): string[] {
  const imported = importedOf(sources)
  return entries.flatMap((entry) => {
    if (!sources.some(({ path }) => path === entry)) return [`${entry} does not exist`]
    return imported.has(entry) ? [`${entry} is imported by something: it is no entry`] : []
  })
}

const importedOf = (sources: readonly Source[]): ReadonlySet<string> =>
  new Set(sources.filter(({ path }) => !path.startsWith('test/')).flatMap(({ imports }) => imports))
