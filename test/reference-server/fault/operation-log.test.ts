import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { AppNode } from '#core/flow/node.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { appendingTo, operationLog } from '#server/fault/operation-log.ts'
import { memoryStore } from '#server/store-memory.ts'

const node = {} as AppNode
const entry = { tenant: 1, key: 5, version: 2, sizeBytes: 1, expiresAt: 0, value: 'x' }

it('notes what goes to the database before and after, reads, acknowledgements and failures of the shared cache', async () => {
  const lines: unknown[] = []
  let now = 0
  const log = operationLog(
    3,
    (line) => void lines.push(JSON.parse(line)),
    () => now++,
  )
  await log.database(memoryDatabase()).store({ tenant: 1, key: 5, value: 'x', sizeBytes: 1 })
  log.watch.wrote(node, entry)
  log.watch.read(node, entry, 2)
  const dead = { ...memoryStore(() => 0), get: () => Promise.reject(new Error('dead')) }
  await expect(log.store(dead).get(entry)).rejects.toThrow('dead')
  expect(lines).toEqual([
    ['life', 0, 3],
    ['asked', 1, 0, '1:5'],
    ['committed', 2, 0, 2],
    ['wrote', 3, '1:5', 2],
    ['read', 4, '1:5', 2, 2],
    ['unreachable', 5],
  ])
})

it('adds its lines to what an earlier process has left', () => {
  const path = join(mkdtempSync(join(tmpdir(), 'tandem-test-')), 'log')
  appendingTo(path)('a\n')
  appendingTo(path)('b\n')
  expect(readFileSync(path, 'utf8')).toBe('a\nb\n')
})
