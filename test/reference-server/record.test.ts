import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { driverOps } from '#core/flow/effect.ts'
import { recordingFile, recordingHeader, textOf } from '#server/record.ts'
import { smallScenario } from './small-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name)
  const file = recordingFile(path)
  for (const line of lines) file.write(line)
  await new Promise<void>((done) => file.end(done))
  return readFileSync(path, 'utf8')
}

describe('a file of a recording', () => {
  it('has every line in its order, over the ends of blocks, whatever the characters', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `${i} ${i % 7 === 0 ? 'größer €' : 'x'}\n`)
    expect(await written('many', lines)).toBe(lines.join(''))
  })

  it('takes a line that is longer than a block', async () => {
    const long = `${'a€'.repeat(40_000)}\n`
    expect(await written('long', ['before\n', long, 'after\n'])).toBe(`before\n${long}after\n`)
  })

  it('of nothing is empty', async () => {
    expect(await written('none', [])).toBe('')
  })

  it('begins with node, scenario and the names of the operations', () => {
    const scenario = smallScenario()
    const header = JSON.parse(recordingHeader(scenario, 2))
    expect(header).toMatchObject({ index: 2, ops: driverOps, scenario: { name: scenario.name } })
  })
})

describe('a reply', () => {
  it.each([
    [{ tenant: 1, version: 2, value: '<p>', expiresAt: Number.POSITIVE_INFINITY, origin: undefined }],
    [{ value: new Uint8Array(3), sizeBytes: 0.1, isFresh: false, name: 'a "b"', none: null }],
    [[1, { a: 2 }]],
    [7],
    [true],
  ])('is the JSON of %j, less its bytes', (reply) => {
    const plain = typeof reply === 'object' && !Array.isArray(reply) ? { ...reply, value: undefined } : reply
    expect(textOf(reply)).toBe(JSON.stringify(plain))
  })

  it('of nothing but bytes is nothing; bytes within are left out, too', () => {
    expect(['<html>', new Uint8Array(3), undefined, null].map(textOf)).toEqual(['', '', '', ''])
    expect(textOf({ token: 3, entry: { key: 1, value: '<p>' } })).toBe('{"token":3,"entry":{"key":1}}')
  })
})
