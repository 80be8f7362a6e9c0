import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { enableK6, runK6Script } from '#server/load/run-k6.ts'
import { findProgram, needProgram } from '#server/program.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-run-k6-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a machine without k6', () => {
  it('is told what would enable it and what works without', () => {
    expect(() => needProgram('k6-that-is-not-here', enableK6)).toThrow(/go install .*--with builtin/)
  })
})

describe.skipIf(findProgram('k6') === undefined)('a script of the user that does not run', () => {
  it('is an error with what k6 said', async () => {
    const script = join(folder, 'broken.js')
    writeFileSync(script, 'export default function () { this is no script }')
    const target = { url: 'http://127.0.0.1:1', runDir: folder, signal: new AbortController().signal }
    await expect(runK6Script(script, target)).rejects.toThrow(/k6 ended with \d+: .*broken\.js/)
  })
})
