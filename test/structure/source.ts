import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** A source file as the rules see it. */
export interface Source {
  /** From the root, with forward slashes. */
  readonly path: string
  readonly text: string
  /** The text without comments and without the contents of strings. */
  readonly code: string
  /** What it imports: a path from the root, or the name of a package. */
  readonly imports: readonly string[]
}

export const layers = ['core', 'sim', 'reference-server', 'experiments', 'notebooks', 'test'] as const

const aliases = [
  ['#core/', 'core/'],
  ['#sim/', 'sim/'],
  ['#server/', 'reference-server/'],
  ['#experiments/', 'experiments/'],
  ['#test/', 'test/'],
] as const

export function sourceOf(path: string, text: string): Source {
  return { path, text, code: codeOf(text), imports: importsOf(path, text) }
}

/** All sources of the project. */
export function readSources(): Source[] {
  return layers
    .flatMap((layer) => filesBelow(layer))
    .filter((path) => /\.(ts|mjs)$/.test(path))
    .map((path) => sourceOf(path, readFileSync(join(root, path), 'utf8')))
}

export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return filesBelow(path)
      return [path]
    })
    .sort((a, b) => (a < b ? -1 : 1))
}

function importsOf(path: string, text: string): string[] {
  const code = stripped(text, false)
  const patterns = [
    /\bfrom\s+'([^']+)'/g,
    /\bimport\s*\(\s*'([^']+)'/g,
    /^import\s+'([^']+)'/gm,
    /new URL\(\s*'(\.[^']+)'/g,
  ]
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map(([, name]) => resolved(path, name!)))
}

function resolved(from: string, name: string): string {
  if (name.startsWith('.')) return posix.join(posix.dirname(from), name)
  const alias = aliases.find(([start]) => name.startsWith(start))
  return alias === undefined ? name : alias[1] + name.slice(alias[0].length)
}

/** Text without comments and without the contents of strings, templates and regular expressions; lines stay where they were. */
export const codeOf = (text: string) => stripped(text, true)

const beforeRegex = /(^|[=(,:[!&|?{};>+]|\breturn)\s*$/
const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`|\}|\{|\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[*])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])*\/[a-z]*/y

/** One pass over the text. In a template, `${` opens code again: a stack remembers which brace closes it. */
function stripped(text: string, blanks: boolean): string {
  let out = ''
  let at = 0
  const braces: ('code' | 'template')[] = []
  const template = () => {
    for (; at < text.length; at++) {
      if (text[at] === '\\') at++
      else if (text[at] === '`') {
        out += '`'
        at++
        return
      } else if (text.startsWith('${', at)) {
        braces.push('template')
        out += '{'
        at += 2
        return
      } else if (!blanks || text[at] === '\n') out += text[at]
    }
  }
  while (at < text.length) {
    token.lastIndex = at
    const found = token.exec(text)?.[0]
    if (
      found === undefined ||
      (found[0] === '/' && !/^\/[/*]/.test(found) && !beforeRegex.test(out.slice(-40)))
    ) {
      out += text[at++]
      continue
    }
    at += found.length
    if (found.startsWith('//')) continue
    if (found.startsWith('/*')) out += found.replace(/[^\n]/g, '')
    else if (found === '{') {
      braces.push('code')
      out += found
    } else if (found === '}') {
      out += found
      if (braces.pop() === 'template') template()
    } else if (found === '`') {
      out += found
      template()
    } else out += blanks ? found[0]!.repeat(2) : found
  }
  return out
}
