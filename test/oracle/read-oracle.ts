import { readFileSync } from 'node:fs'

/** The rows of a reference table beside this file, under the names of its first line. */
export function readOracle(name: string): Record<string, string>[] {
  const lines = readFileSync(new URL(`${name}.tsv`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  const columns = lines[0]!.split('\t')
  return lines.slice(1).map((line) => {
    const cells = line.split('\t')
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']))
  })
}

/** Parameters such as 'c=2;lambda=1.8' or 'lambda=0.1/s,TTL=10s': the number after a name. */
export function parameter(text: string, name: string): number {
  const match = new RegExp(`(?:^|[^\\w.])${name}[= ]([\\d.]+)`).exec(text)
  if (!match) throw new Error(`no ${name} in '${text}'`)
  return Number(match[1])
}
