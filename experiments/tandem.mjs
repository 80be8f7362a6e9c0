#!/usr/bin/env node
/** The `tandem` program: starts the command on the Node of this package, whatever the system's. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const pinned = join(here, '..', 'node_modules', '.bin', 'node')
const program = existsSync(pinned) ? pinned : process.execPath
const { status } = spawnSync(program, [join(here, 'tandem.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exitCode = status ?? 1
