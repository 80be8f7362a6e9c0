import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { root } from '#test/structure/source.ts'

const script = `
  import { provideSystemPrograms } from ${JSON.stringify(join(root, 'experiments/setup/system.mjs'))}
  provideSystemPrograms({ root: process.argv[1], say: (text) => console.log(text) })
`
let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tandem-setup-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The set-up on a machine where PATH holds nothing: no program, no package manager, no compiler. */
function onBareMachine(environment: Record<string, string>) {
  const env = { PATH: folder, HOME: folder, ...environment }
  return spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { env, encoding: 'utf8' })
}

test('a missing program is named with the command that would enable it, and is no failure', () => {
  const { status, stdout } = onBareMachine({})
  expect(stdout).toMatch(/redis-server is missing: .*; to enable: (apt-get|brew) install redis/)
  expect(stdout).toMatch(/k6 is missing: .*; to enable: go install/)
  expect(stdout).toMatch(/jmeter is missing: .*; to enable: the archive .* or Java and Maven/)
  expect(status).toBe(0)
})

test('in CI a missing program is a failure', () => {
  expect(onBareMachine({ CI: 'true' }).status).toBe(1)
})

test('TANDEM_SKIP_SYSTEM=1 leaves the system as it is, in CI too', () => {
  const { status, stdout } = onBareMachine({ CI: 'true', TANDEM_SKIP_SYSTEM: '1' })
  expect(stdout).toBe('system programs are left as they are (TANDEM_SKIP_SYSTEM=1)\n')
  expect(status).toBe(0)
})
