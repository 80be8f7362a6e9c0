import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { recordingFile } from '#server/recording-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-recording-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What is said of the recording, after so many bytes were recorded. */
async function recorded(path: string, bytes: number, waitingMax = 1 << 20): Promise<string[]> {
  const told: string[] = []
  const { out, end } = recordingFile(path, 'header\n', {
    waitingMax,
    endedEarly: (text) => void told.push(text),
  })
  for (let at = 0; at < bytes; at++) out.byte(120)
  await new Promise<void>((done) => end(done))
  return told
}

describe('a file of a recording', () => {
  it('has everything in its order, over the ends of blocks', async () => {
    const path = join(folder, 'many')
    const { out, end } = recordingFile(path, 'header\n')
    const text = Array.from({ length: 40_000 }, (_, i) => `${i} ${'x'.repeat(i % 9)}\n`).join('')
    for (let at = 0; at < text.length; at++) out.byte(text.charCodeAt(at))
    await new Promise<void>((done) => end(done))
    expect(readFileSync(path, 'latin1')).toBe(`header\n${text}`)
  })

  it('of nothing has its header', async () => {
    const path = join(folder, 'none')
    expect(await recorded(path, 0)).toEqual([])
    expect(readFileSync(path, 'latin1')).toBe('header\n')
  })

  it('that cannot be written ends the recording, with the reason, and nothing else', async () => {
    const path = join(folder, 'no-such-folder', 'a')
    const told = await new Promise<string>((endedEarly) =>
      recordingFile(path, 'header\n', { waitingMax: 1 << 20, endedEarly }),
    )
    expect(told).toContain(`${path}: the recording ends here: ENOENT`)
  })

  it('that grows faster than the disk takes it ends before it fills the memory', async () => {
    const path = join(folder, 'fast')
    expect(await recorded(path, 300_000, 100_000)).toEqual([
      `${path}: the recording ends here: 131079 bytes wait for the disk, allowed 100000`,
    ])
  })
})
