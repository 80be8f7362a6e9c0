/** What stands at the top, beside dot-files. */
const top = [
  'LICENSE',
  'README.md',
  'core',
  'experiments',
  'notebooks',
  'package-lock.json',
  'package.json',
  'reference-server',
  'sim',
  'test',
  'tsconfig.json',
]

const linesMax = 400

/** Names that say the idea has not been found yet. */
const vagueName =
  /^(utils?|helpers?|managers?|common|misc|types|interfaces|constants|shared|lib)(\.|$)|-(utils?|helpers?|manager)(\.|$)/

/** Entries at the top that do not belong there. */
export const strayAtTop = (paths: readonly string[]): string[] =>
  [...new Set(paths.map((path) => path.split('/')[0]!))]
    .filter((name) => !name.startsWith('.') && !top.includes(name))
    .map((name) => `${name} does not belong at the top`)

/** Paths with a vague name in them. */
export const vagueNames = (paths: readonly string[]): string[] =>
  paths
    .filter((path) => path.split('/').some((name) => vagueName.test(name)))
    .map((path) => `${path}: name it for its idea`)

/** Files too long to hold one idea. */
export const longFiles = (files: readonly { readonly path: string; readonly text: string }[]): string[] =>
  files
    .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > linesMax)
    .map(({ path, lines }) => `${path} has ${lines} lines, at most ${linesMax}: which is the second idea?`)
