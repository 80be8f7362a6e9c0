/** Other versions of Node, from the npm package `node`, each in a folder of its own: the same scenario must give the same bits on all. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const nodeVersions = ['22.23.3', '24.21.0']

export const nodeFolder = (root, version) => join(root, 'node_modules', '.cache', 'tandem', 'node', version)

/** The program of a version, or none when it is not installed or does not start. */
export function nodeProgram(root, version) {
  const program = join(nodeFolder(root, version), 'node_modules', 'node', 'bin', 'node')
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8' }).trim() === `v${version}`
      ? program
      : undefined
  } catch {
    return undefined
  }
}

export function provideNodeVersions({ root, say }) {
  for (const version of nodeVersions.filter((one) => nodeProgram(root, one) === undefined)) {
    say(`installing Node ${version} for the tests of determinism`)
    install(root, version)
    if (nodeProgram(root, version) === undefined)
      say(
        `Node ${version} cannot be installed; the tests on it are skipped (in CI they fail). To try again: npm run setup`,
      )
  }
}

function install(root, version) {
  const folder = nodeFolder(root, version)
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  const run = (...words) =>
    execFileSync('npm', [...words, '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 300_000,
      shell: process.platform === 'win32',
    })
  try {
    run('install')
    if (nodeProgram(root, version) === undefined) run('rebuild', 'node')
  } catch {
    // Said by the caller.
  }
}
