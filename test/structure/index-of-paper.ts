const pathInText =
  /`((?:core|sim|reference-server|experiments|notebooks|test)\/[\w./-]*\w)\/?`|\]\(([\w./-]+)\)/g

/** Paths that a page names in backticks or links to, from the root; `folder` is where the page stands. */
export function namedPaths(page: string, folder: string): string[] {
  return [...page.matchAll(pathInText)].map(
    ([, quoted, linked]) => quoted ?? (folder === '' ? linked! : `${folder}/${linked}`),
  )
}

/** Paths that a page names and that do not exist. */
export const deadPaths = (page: string, folder: string, exists: (path: string) => boolean): string[] =>
  namedPaths(page, folder)
    .filter((path) => !exists(path))
    .map((path) => `${path} is named and does not exist`)

/** Files that belong into the index and are not named there. */
export const missingFromIndex = (page: string, folder: string, wanted: readonly string[]): string[] => {
  const named = new Set(namedPaths(page, folder))
  return wanted
    .filter((path) => !named.has(path))
    .map((path) => `${path} is missing in the index of ${folder}/README.md`)
}

const equation = /\beq(?:uation|\.)\s*(\d+)/gi

const equationsIn = (text: string): string[] => [...text.matchAll(equation)].map(([, number]) => number!)

/** Equations that sources cite and that no line of the index names together with one of the files that cite it. */
export function missingEquations(
  page: string,
  sources: readonly { readonly path: string; readonly text: string }[],
): string[] {
  const lines = page.split('\n')
  const cited = [...new Set(sources.flatMap(({ text }) => equationsIn(text)))]
  const isNamed = (number: string) => {
    const files = sources.filter(({ text }) => equationsIn(text).includes(number)).map(({ path }) => path)
    return lines.some(
      (line) =>
        equationsIn(line).includes(number) && namedPaths(line, 'core').some((path) => files.includes(path)),
    )
  }
  return cited
    .filter((number) => !isNamed(number))
    .map((number) => `equation ${number} is not in the index with its file`)
}

/** Commands that a page shows and that do not exist: `npm run x`, `npm x`, `tandem x`. */
export function unknownCommands(
  page: string,
  scripts: readonly string[],
  verbs: readonly string[],
): string[] {
  const npmOwn = ['ci', 'install', 'rebuild', 'install-scripts', 'run']
  const npm = [...page.matchAll(/(?:`|^)npm (?:run (?:-s )?)?([a-z][\w-]*)/gm)].map(([, name]) => name!)
  const tandem = [
    ...page.matchAll(/(?:`|tandem -- |^ *)(?:tandem )?([a-z]+) (?=[A-Z]{3,}|experiments\/|paper)/gm),
  ].map(([, name]) => name!)
  return [
    ...npm
      .filter((name) => !scripts.includes(name) && !npmOwn.includes(name))
      .map((name) => `npm ${name} is no script`),
    ...tandem.filter((name) => !verbs.includes(name)).map((name) => `tandem ${name} is no verb`),
  ]
}
