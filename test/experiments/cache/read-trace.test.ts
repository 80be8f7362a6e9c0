import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { type ReadOptions, readTrace } from '#experiments/cache/read-trace.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))
const file = (name: string, content: string | Buffer) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const signal = new AbortController().signal
const read = (name: string, content: string | Buffer, options: Partial<ReadOptions> = {}) =>
  readTrace(file(name, content), { signal, ...options })

describe('a trace', () => {
  it('has one key a line, plain or compressed, whatever ends its lines', async () => {
    const text = '5\r\n7\n5\n\n9'
    for (const [name, content] of [
      ['a.txt', text],
      ['a.txt.gz', gzipSync(text)],
      ['a.txt.zst', zstdCompressSync(text)],
    ] as const) {
      const trace = await read(name, content)
      expect([...trace.keys]).toEqual([5, 7, 5, 9])
      expect(trace).toMatchObject({
        format: 'keys',
        distinct: 3,
        distinctBytes: 3,
        sizes: undefined,
        lines: 5,
      })
    }
  })

  it('has names for keys where they are no integers, and never mixes them with integers', async () => {
    const { keys, distinct } = await read('names.txt', '/a\n0\n/b\n/a\n1\n')
    expect(distinct).toBe(4)
    expect(keys[0]).toBe(keys[3])
    expect(new Set(keys).size).toBe(4)
  })

  it('has sizes and times', async () => {
    const { keys, sizes, distinctBytes } = await read('sized.txt', '1 10 100\n1 11 50\n3 10 100\n')
    expect([[...keys], [...sizes!], distinctBytes]).toEqual([[10, 11, 10], [100, 50, 100], 150])
  })

  it('has runs of keys', async () => {
    expect([...(await read('runs.txt', '10 3\n100 1\n')).keys]).toEqual([10, 11, 12, 100])
  })

  it('is a CSV with named columns, quoted fields and dates', async () => {
    const text = 'when,url,bytes\n2026-01-01T00:00:00Z,"/a,b",10\n2026-01-01T00:00:01Z,"/c""d",20\n'
    const { keys, sizes } = await read('a.csv', text, { columns: 'key=url,size=bytes,time=when' })
    expect(new Set(keys).size).toBe(2)
    expect([...sizes!]).toEqual([10, 20])
  })

  it('is read the same in pieces of any length', async () => {
    const text = Array.from(
      { length: 300_000 },
      (_, index) => `${index} ${index % 1000} ${1 + (index % 7)}`,
    ).join('\n')
    const { keys, sizes, distinct } = await read('long.txt.gz', gzipSync(text))
    expect([keys.length, sizes!.length, distinct]).toEqual([300_000, 300_000, 1000])
    expect([keys[299_999], sizes![299_999]]).toEqual([999, 1 + (299_999 % 7)])
  })

  it.each([
    ['empty.txt', '', /empty\.txt: holds no request/],
    ['blank.txt', '\n\n', /holds no request/],
    ['size.txt', '1 2 3\n2 2 x\n', /size\.txt: line 2: size must be a whole number of at least 1, found 'x'/],
    ['zero.txt', '1 2 0\n', /line 1: size must be .* found '0'/],
    ['back.txt', '5 1 1\n4 1 1\n', /line 2: time must not decrease, found 4 after 5/],
    ['negative.txt', '-5 1 1\n', /line 1: time must not be negative, found -5/],
    ['short.txt', '1 1 1\n2 2\n', /line 2: 3 fields are needed, found 2/],
    ['run.txt', '1 2000000\n', /a run has at most 1000000 keys/],
    ['nothing.txt.gz', gzipSync(''), /nothing\.txt\.gz: holds no request/],
    ['plain.txt.gz', '1\n2\n3\n', /plain\.txt\.gz: line 1: incorrect header check/],
    ['late.txt', `${'1 1 1\n'.repeat(70_000)}2 2 none\n`, /late\.txt: line 70001: size must be/],
    [
      'cut.txt.zst',
      zstdCompressSync('1\n2\n3\n'.repeat(100_000)).subarray(0, 30),
      /cut\.txt\.zst: line \d+: the compressed file is truncated/,
    ],
    [
      'cut.txt.gz',
      gzipSync('1\n2\n3\n'.repeat(1000)).subarray(0, 30),
      /cut\.txt\.gz: line \d+: the compressed file is truncated/,
    ],
  ])('%s is refused with one clear error', async (name, content, message) => {
    await expect(read(name, content)).rejects.toThrow(message)
    await expect(read(name, content)).rejects.toMatchObject({ code: 'InputMissing' })
  })

  it('that is not there is named', async () => {
    await expect(readTrace(join(folder, 'none.txt'), { signal })).rejects.toThrow(
      /none\.txt: .*there is no such file/,
    )
  })
})
