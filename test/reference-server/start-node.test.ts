import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { type Part, stopPart } from '#server/child.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { startNode } from '#server/start-node.ts'
import { memoryStore } from '#server/store-memory.ts'
import { wallNow } from '#server/wall-clock.ts'
import { smallScenario } from './small-scenario.ts'

it('a node that was started is ready, serves, and ends with the others', async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'tandem-node-'))
  const children: Part[] = []
  const site = {
    folder: runDir,
    runDir,
    children,
    ends: [],
    stop: async () => {},
    database: { kind: 'parent' } as const,
    embedded: { store: memoryStore(wallNow), database: memoryDatabase() },
  }
  const { child, port } = await startNode(
    smallScenario(),
    { index: 0, life: 1, port: 0, store: { kind: 'parent' }, record: undefined, history: undefined },
    site,
  )
  try {
    expect((await fetch(`http://127.0.0.1:${port}/t/1/p/5`)).status).toBe(200)
    expect(children.map(({ name }) => name)).toEqual(['node-0'])
  } finally {
    await Promise.all(children.map(stopPart))
    rmSync(runDir, { recursive: true, force: true })
  }
  expect([child.exitCode, child.signalCode]).toEqual([0, null])
})
