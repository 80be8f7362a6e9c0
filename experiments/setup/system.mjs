/**
 * System programs that live tests, browser tests and the twin use: found on PATH and in the usual folders, else installed through the
 * platform's package manager when that is allowed. What stays missing is named with the command that would provide it; only in CI is
 * that a failure.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export const k6Version = 'v2.2.0'
const k6Module = 'go.k6.io/k6/v2'

/** What each program is for, its package by package manager, and a file that proves that a needed module is there. */
const programs = [
  { name: 'redis-server', apt: ['redis-server'], brew: ['redis'], use: 'the shared cache of the reference server' },
  { name: 'nginx', apt: ['nginx', 'libnginx-mod-http-lua'], brew: ['nginx'], use: 'the gateway of the reference server' },
  { name: 'postgres', apt: ['postgresql'], brew: ['postgresql@17'], use: 'the database of the reference server' },
  { name: 'chromium', apt: ['chromium'], brew: ['--cask', 'chromium'], use: 'browser tests' },
]

export function programFolders(root) {
  const postgres = '/usr/lib/postgresql'
  const versions = existsSync(postgres) ? readdirSync(postgres).map((version) => join(postgres, version, 'bin')) : []
  const own = join(root, 'node_modules', '.cache', 'tandem', 'bin')
  return [own, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', ...versions, join(homedir(), 'go', 'bin')]
}

export const findProgram = (root, name) =>
  programFolders(root)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

export function provideSystemPrograms({ root, say }) {
  if (process.env.TANDEM_SKIP_SYSTEM === '1') return say('system programs are left as they are (TANDEM_SKIP_SYSTEM=1)')
  const missing = programs.filter(({ name }) => findProgram(root, name) === undefined)
  if (missing.length > 0) install(missing, say)
  if (findProgram(root, 'k6') === undefined) buildK6(root, say)
  report(root, say)
}

function install(missing, say) {
  const isRoot = process.getuid?.() === 0
  const sudo = isRoot ? [] : ['sudo', '-n']
  const mayInstall = isRoot || spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0
  if (spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0 && mayInstall) {
    const packages = missing.flatMap(({ apt }) => apt)
    say(`installing ${packages.join(' ')} (apt-get)`)
    run([...sudo, 'apt-get', 'update', '-qq'], say)
    run([...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], say)
  } else if (spawnSync('brew', ['--version'], { stdio: 'ignore' }).status === 0) {
    for (const { brew } of missing) run(['brew', 'install', ...brew], say)
  }
}

function run([command, ...words], say) {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status, error } = spawnSync(command, words, { stdio: ['ignore', 'ignore', 'inherit'], env: environment, timeout: 600_000 })
  if (status !== 0) say(`${command} ${words.join(' ')} failed${error ? `: ${error.message}` : ''}`)
  return status === 0
}

/** `go install` asks for the list of versions; where a proxy does not give it, a module that requires the version builds it as well. */
function buildK6(root, say) {
  if (spawnSync('go', ['version'], { stdio: 'ignore' }).status !== 0) return
  const folder = join(root, 'node_modules', '.cache', 'tandem', 'bin')
  mkdirSync(folder, { recursive: true })
  say(`building k6 ${k6Version} with Go (one to six minutes, once)`)
  const quiet = { stdio: 'ignore', timeout: 900_000 }
  if (spawnSync('go', ['install', `${k6Module}@${k6Version}`], { ...quiet, env: { ...process.env, GOBIN: folder } }).status === 0) return
  const module = mkdtempSync(join(tmpdir(), 'tandem-k6-'))
  try {
    writeFileSync(join(module, 'go.mod'), `module k6build\n\ngo 1.25\n\nrequire ${k6Module} ${k6Version}\n`)
    execFileSync('go', ['build', '-mod=mod', '-o', join(folder, 'k6'), k6Module], { ...quiet, cwd: module })
  } catch (error) {
    say(`k6 could not be built: ${error.message}`)
  } finally {
    rmSync(module, { recursive: true, force: true })
  }
}

function report(root, say) {
  const needed = [...programs.map(({ name, apt, use }) => ({ name, use, enable: `apt-get install ${apt.join(' ')}` })),
    { name: 'k6', use: 'load from k6', enable: `go install ${k6Module}@${k6Version} (Go 1.25 or newer)` }]
  const missing = needed.filter(({ name }) => findProgram(root, name) === undefined)
  for (const { name, use, enable } of missing) say(`${name} is missing: ${use} will be skipped; to enable: ${enable}`)
  if (missing.length > 0 && process.env.CI === 'true') {
    say('in CI every program must be there')
    process.exit(1)
  }
}
