/**
 * Set-up, shared by `npm start` and `npm test`: installs the packages of the lock file when they are not there, and with `--system`
 * the programs that live tests and the twin need. Plain JavaScript without dependencies: it runs on whatever Node (18+) is there first.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { provideNodeVersions } from './node-versions.mjs'
import { provideSystemPrograms } from './system.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const stampFile = join(root, 'node_modules', '.bootstrap')
const nodeProgram = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')
const nodeWanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies.node

const say = (text) => process.stderr.write(`set-up: ${text}\n`)
const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')

function npm(...words) {
  execFileSync('npm', words, {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    timeout: 600_000,
  })
}

function installedNode() {
  try {
    return execFileSync(nodeProgram, ['--version'], { encoding: 'utf8' }).trim().slice(1)
  } catch {
    return undefined
  }
}

function installPackages() {
  if (
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === lockHash() &&
    installedNode() === nodeWanted
  )
    return
  say('installing the packages of package-lock.json (npm ci)')
  npm('ci', '--no-audit', '--no-fund', '--loglevel=error')
  if (installedNode() !== nodeWanted) {
    say('the pinned Node is missing (install scripts are blocked?), running the script of that one package')
    npm('rebuild', 'node', '--loglevel=error')
  }
  if (installedNode() !== nodeWanted) {
    say(
      `cannot provide Node ${nodeWanted}; allow its install script once: npm rebuild node --ignore-scripts=false`,
    )
    process.exit(1)
  }
  writeFileSync(stampFile, lockHash())
  say(`done, on Node ${nodeWanted}`)
}

installPackages()
if (process.argv.includes('--system')) {
  provideSystemPrograms({ root, say })
  if (process.env.npm_lifecycle_event !== 'pretwin') provideNodeVersions({ root, say })
}
