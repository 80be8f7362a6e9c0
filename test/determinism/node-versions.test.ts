import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nodeProgram, nodeVersions } from '../../experiments/setup/node-versions.mjs'
import { bits } from '../browser/bits.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = fileURLToPath(new URL('./print-bits.ts', import.meta.url))

describe.each(nodeVersions)('Node %s', (version) => {
  const program = nodeProgram(root, version)
  const isSkipped = program === undefined && process.env.CI !== 'true'
  if (isSkipped)
    process.stderr.write(
      `skipped: bits on Node ${version}, because it is missing; npm run setup installs it\n`,
    )

  it.skipIf(isSkipped)('gives the same functions, draws and fingerprints as this one, bit for bit', () => {
    expect(program, 'npm run setup installs it').not.toBe(undefined)
    const printed = execFileSync(program!, [script], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(bits())))
  })
})
