import { expect, it } from 'vitest'
import type { AppNode } from '#core/flow/node.ts'
import { historyRecorder } from '#experiments/fuzz/recorder.ts'

it('records reads, writes from their commit to their acknowledgement, and each life of a node as a process', () => {
  let now = 0
  const recorder = historyRecorder(() => now)
  const node = { index: 2 } as AppNode
  const entry = { tenant: 0, key: 5, version: 2, sizeBytes: 1, expiresAt: 0, value: undefined }
  now = 10
  recorder.committed(entry, 2)
  now = 12
  recorder.wrote(node, entry)
  recorder.committed(entry, 3)
  recorder.restarted!(node)
  now = 20
  recorder.read(node, entry, 15)
  expect(recorder.history()).toMatchObject([
    { kind: 'write', value: 2, start: 10, end: 12, status: 'ok', process: 2000 },
    { kind: 'write', value: 3, start: 12, end: Number.POSITIVE_INFINITY, status: 'info' },
    { kind: 'read', value: 2, start: 15, end: 20, process: 2001, key: '0:5' },
  ])
})
