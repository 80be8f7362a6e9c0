import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formatNamed } from '#experiments/trace/format.ts'
import { readTrace } from '#experiments/trace/read-trace.ts'
import { combinedLine } from './synthetic-log.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-trace-'))
const options = { key: 'path', malformedRatioMax: 0.01 } as const

const good = Array.from({ length: 300 }, (_, i) =>
  combinedLine({
    atMs: Date.UTC(2026, 0, 31, 10, 0, i),
    client: `10.0.0.${i % 5}`,
    page: i % 9,
    isWrite: false,
    bytes: 500,
  }),
)

function stored(lines: readonly string[]): string {
  const path = join(folder, 'access.log')
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

test('a few malformed lines are counted and shown with their numbers', async () => {
  const { trace, source } = await readTrace(
    stored([...good.slice(0, 100), '', 'garbage', ...good.slice(100)]),
    options,
  )
  expect(trace.requests).toBe(300)
  expect(trace.clients).toBe(5)
  expect(source).toEqual({
    format: 'access-log',
    lines: 302,
    malformed: 1,
    malformedExamples: [{ line: 102, reason: 'is no line of a common or combined access log' }],
  })
})

test('too many are an error with the first ones', async () => {
  const broken = good.map((line, i) => (i % 10 === 0 ? line.replace(' 500 ', ' five ') : line))
  const path = stored(broken)
  await expect(readTrace(path, options)).rejects.toThrow(
    /30 of 300 lines are malformed, allowed 1 % \(--malformed-max\)\n {2}line 1: size: found "five", expected bytes or -\n {2}line 11/,
  )
  const { trace, source } = await readTrace(path, { ...options, malformedRatioMax: 0.1 })
  expect([trace.requests, source.malformed, source.malformedExamples.length]).toEqual([270, 30, 5])
})

test('a text of no known format, and a file that is not of the format named', async () => {
  await expect(readTrace(stored(['<html>', '<p>not a log</p>']), options)).rejects.toThrow(
    /no known format; known are access-log \(.*--format says which/,
  )
  await expect(readTrace(stored(good), { ...options, format: formatNamed('csv') })).rejects.toThrow(
    'lines are malformed',
  )
})

test('a log without a request', async () => {
  await expect(readTrace(stored(['#Version: 1.0', '#Fields: date time c-ip']), options)).rejects.toThrow(
    'no request in 2 lines of cloudfront',
  )
})

test('stops when asked to, and says how far it is', async () => {
  const abort = new AbortController()
  abort.abort()
  const { trace } = await readTrace(stored(good), { ...options, signal: abort.signal })
  expect(trace.requests).toBe(0)
  const told: number[] = []
  await readTrace(stored(good), { ...options, progress: (_, lines) => told.push(lines) })
  expect(told.at(-1)).toBe(300)
})
