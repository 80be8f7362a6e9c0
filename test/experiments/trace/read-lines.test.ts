import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readLines } from '#experiments/trace/read-lines.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-lines-'))

function stored(name: string, data: string | Buffer): string {
  const path = join(folder, name)
  writeFileSync(path, data)
  return path
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = []
  for await (const block of readLines(path)) lines.push(...block.lines)
  return lines
}

const text = Array.from({ length: 60_000 }, (_, i) => `line ${i} of größe ${i * 7919}`)
const joined = `${text.join('\n')}\n`

test.each([
  ['plain', joined],
  ['gzip', gzipSync(joined)],
  ['two gzips in one', Buffer.concat([gzipSync(joined.slice(0, 100)), gzipSync(joined.slice(100))])],
  ['zstd', zstdCompressSync(joined)],
  ['with returns and no end', joined.replaceAll('\n', '\r\n').trimEnd()],
])('%s', async (name, data) => {
  expect(await linesOf(stored(name, data))).toEqual(text)
})

test('tells how much of the file is read', async () => {
  const done: number[] = []
  for await (const block of readLines(stored('plain', joined))) done.push(block.done)
  expect(done.length).toBeGreaterThan(1)
  expect(done.at(-1)).toBe(1)
  expect(done).toEqual(done.toSorted((a, b) => a - b))
})

describe('refuses', () => {
  test.each([
    ['nothing.log', undefined, 'there is no such file'],
    ['empty.log', '', 'the file is empty'],
    ['cut.gz', gzipSync(joined).subarray(0, 60_000), /gzip data is broken or cut off: .*after line \d+/],
    [
      'cut.zst',
      zstdCompressSync(joined).subarray(0, 30_000),
      /zstd data is broken or cut off: .*after line \d+/,
    ],
    [
      'broken.gz',
      Buffer.concat([gzipSync('a').subarray(0, 10), Buffer.from('garbage')]),
      'gzip data is broken',
    ],
  ])('%s', async (name, data, reason) => {
    const path = data === undefined ? join(folder, name) : stored(name, data)
    await expect(linesOf(path)).rejects.toThrow(reason)
  })

  test('a folder', async () => {
    await expect(linesOf(folder)).rejects.toThrow('it is no file')
  })
})
