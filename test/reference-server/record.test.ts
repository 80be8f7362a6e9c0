import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { driverOps } from '#core/flow/effect.ts'
import { recordingFile, recordingHeader } from '#server/record.ts'
import { smallScenario } from './small-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-record-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = async (name: string, texts: readonly string[]): Promise<string> => {
  const path = join(folder, name)
  const { out, end } = recordingFile(path, 'header\n')
  for (const text of texts) for (let at = 0; at < text.length; at++) out.byte(text.charCodeAt(at))
  await new Promise<void>((done) => end(done))
  return readFileSync(path, 'latin1')
}

describe('a file of a recording', () => {
  it('has everything in its order, over the ends of blocks', async () => {
    const texts = Array.from({ length: 40_000 }, (_, i) => `${i} ${'x'.repeat(i % 9)}\n`)
    expect(await written('many', texts)).toBe(`header\n${texts.join('')}`)
  })

  it('of nothing has its header', async () => {
    expect(await written('none', [])).toBe('header\n')
  })

  it('begins with version, node, scenario and the names of operations and stages', () => {
    const scenario = smallScenario()
    const header = JSON.parse(recordingHeader(scenario, 2))
    expect(header).toMatchObject({
      recording: 2,
      index: 2,
      ops: driverOps,
      scenario: { name: scenario.name },
    })
    expect(header.stages).toContain('render')
  })
})
