import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { liveHistory } from '#experiments/consistency/live-history.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))

function file(name: string, lines: readonly unknown[]): string {
  const path = join(folder, name)
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
  return path
}

it('makes operations of what nodes noted: a write from its asking to its acknowledgement, a process a life', () => {
  const path = file('a', [
    ['life', 100, 2],
    ['asked', 110, 0, '0:5'],
    ['committed', 112, 0, 2],
    ['wrote', 115, '0:5', 2],
    ['life', 200, 2],
    ['read', 220, '0:5', 2, 210],
    ['unreachable', 230],
  ])
  const { operations, unreachableAtMs } = liveHistory([path], 100)
  expect(operations).toEqual([
    { process: 2000, key: '0:5', kind: 'write', value: 2, start: 10, committed: 12, end: 15, status: 'ok' },
    { process: 2001, key: '0:5', kind: 'read', value: 2, start: 110, end: 120, status: 'ok' },
  ])
  expect(unreachableAtMs).toBe(130)
})

it('gives a version that others read to the write whose node died before it heard of it', () => {
  const dead = file('b', [
    ['life', 0, 0],
    ['asked', 5, 0, '0:5'],
  ])
  const reader = file('c', [
    ['life', 0, 1],
    ['read', 20, '0:5', 1, 1],
    ['read', 30, '0:5', 2, 25],
  ])
  const { operations } = liveHistory([dead, reader], 0)
  const infinite = Number.POSITIVE_INFINITY
  expect(operations[0]).toEqual({
    process: -1,
    key: '0:5',
    kind: 'write',
    value: 2,
    start: 5,
    committed: infinite,
    end: infinite,
    status: 'info',
  })
  expect(operations).toHaveLength(3)
})

it('says which file is not there', () => {
  expect(() => liveHistory([join(folder, 'none')], 0)).toThrow(/none/)
})
