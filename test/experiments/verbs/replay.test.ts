import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import { replay } from '#experiments/verbs/replay.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import { nodeRecorder, recordingHeader } from '#server/record.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { memoryStore } from '#server/store-memory.ts'
import { serve } from '#sim/driver.ts'
import { callVerb } from '#test/experiments/command.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-replay-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let recording: string[] = []

/** A few requests on the real driver, recorded as a node does it. */
beforeAll(async () => {
  const scenario = smallScenario({ nodes: { count: 1 } })
  const clock: Clock = { now: 0 }
  const lines = [recordingHeader(scenario, 0)]
  const recorder = nodeRecorder(clock, (line) => void lines.push(line))
  const node = createNode({ index: 0, scenario, clock, renderer: htmlRenderer(scenario) })
  const now = () => 0
  const database = memoryDatabase()
  const { perform } = realPerform({ clock, now, node, store: memoryStore(now), database, watch: recorder })
  const runner = new Runner(perform, recorder)
  for (let id = 0; id < 6; id++) {
    const request = { id, kind: id === 4 ? 'write' : 'read', tenant: id % 2, page: id % 3, query: 0 } as const
    recorder.requested(request)
    runner.start(serve(node, request), 0, { chunks: [] }, () => {})
  }
  while (runner.live > 0) await wait(0)
  recording = lines
})

async function replayed(name: string, lines: readonly string[]) {
  const path = join(folder, name)
  writeFileSync(path, lines.join(''))
  return await callVerb(replay, [path])
}

describe('replay', () => {
  it('of a recording decides the same', async () => {
    const { status, stdout } = await replayed('same', recording)
    expect(status).toBe(0)
    expect(stdout).toMatch(/6 requests, (\d+) of \1 decisions the same/)
  })

  it('of one that was tampered with names the line of the file, both decisions, the request and what came before', async () => {
    const at = recording.findIndex((line, index) => index > 40 && line.includes('render '))
    const changed = recording.with(at, recording[at]!.replace(/render \d+/, 'render 1'))
    const { status, stdout } = await replayed('tampered', changed)
    expect(status).toBe(1)
    expect(stdout).toMatch(
      new RegExp(
        `first difference at line ${at + 1}: live decided "\\d+ work render 1", the simulator "\\d+ work`,
      ),
    )
    expect(stdout).toMatch(/request: \{"id":\d,"kind":"(read|write)"/)
    expect(stdout).toContain(`  line ${at}: `)
  })

  it.each([
    ['no recording', () => ['hello\n'], 'line 1: '],
    ['another document', () => ['{}\n'], 'line 1 is not the header of a recording'],
    ['a broken line', () => [...recording.slice(0, 5), 'e\u0000zz\n'], 'line 6: is no record'],
  ])('of %s is refused, naming the line', async (name, lines, expected) => {
    const { status, stderr } = await replayed(name, lines())
    expect([status, stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  it('of a node that was killed stops at its last whole line', async () => {
    const { status } = await replayed('killed', [...recording.slice(0, 30), recording[30]!.slice(0, 3)])
    expect(status).toBe(0)
  })
})
