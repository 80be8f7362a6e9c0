import type { Source } from './source.ts'

/** A file that declares a member of a policy family. */
const declaration = /export const (\w+) = policyFamily</

/** Files that declare a policy. */
export const policyPaths = (sources: readonly Source[]): string[] =>
  sources
    .filter(({ path, code }) => path.startsWith('core/') && declaration.test(code))
    .map(({ path }) => path)

/** Policy files whose export is in no family list; `listed` are the names of all members. */
export function unlistedPolicies(sources: readonly Source[], listed: readonly string[]): string[] {
  return sources
    .filter(({ path }) => policyPaths(sources).includes(path))
    .filter(({ path }) => !listed.includes(nameOf(path)))
    .map(({ path }) => `${path} is in no family list: add it to the list beside its family's port`)
}

/** Policies without a doc comment that cites a source, or whose export is not named as the file. */
export function undocumentedPolicies(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text, code }) => {
    const name = declaration.exec(code)?.[1]
    if (name === undefined || !path.startsWith('core/')) return []
    const problems = []
    if (!/^ \* Source\b/m.test(text)) problems.push(`${path} says no Source`)
    if (!/^ \* Cost\b/m.test(text)) problems.push(`${path} says no Cost`)
    if (kebab(name) !== nameOf(path)) problems.push(`${path} exports ${name}: a file is named as its export`)
    return problems
  })
}

const nameOf = (path: string) => path.split('/').at(-1)!.replace('.ts', '')
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
