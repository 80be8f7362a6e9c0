import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lastSaid, runProgram } from '#server/load/run-program.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-run-program-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const log = join(folder, 'log')
const shell = (script: string, limitMs: number, signal = new AbortController().signal) =>
  runProgram('/bin/sh', ['-c', script], { log, runDir: folder, limitMs, signal, stopsBy: 'SIGTERM' })

describe('a load generator', () => {
  it('gives its status; what it wrote is in the log, the last line in the error', async () => {
    expect(await shell('echo one; echo two >&2; exit 7', 10_000)).toBe(7)
    expect(readFileSync(log, 'utf8')).toBe('one\ntwo\n')
    expect(lastSaid(log)).toBe('two')
    await shell('exit 0', 10_000)
    expect(lastSaid(log)).toBe('it said nothing')
  })

  it('that a shell has started ends when it is asked, and at its limit', async () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 30)
    expect(await shell('sleep 30; echo late', 20_000, abort.signal)).toBeNull()
    expect(await shell('sleep 30; echo late', 30)).toBeNull()
    expect(readFileSync(log, 'utf8')).toBe('')
  })

  it('that is not there is an error', async () => {
    const options = { log, runDir: folder, limitMs: 1_000, signal: new AbortController().signal } as const
    await expect(runProgram('/no/such', [], { ...options, stopsBy: 'SIGTERM' })).rejects.toThrow('ENOENT')
  })
})
