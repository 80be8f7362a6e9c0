import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { type Effect, work } from '#core/flow/effect.ts'
import { createNode } from '#core/flow/node.ts'
import { Runner } from '#core/flow/runner.ts'
import { replay } from '#experiments/verbs/replay.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import { type NodeRecorder, nodeRecorder, recordingHeader } from '#server/record.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { memoryStore } from '#server/store-memory.ts'
import { serve } from '#sim/driver.ts'
import { callVerb } from '#test/experiments/command.ts'
import { bytesInMemory } from '../../core/flow/written-recording.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-replay-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const scenario = smallScenario({ nodes: { count: 1 } })
const header = recordingHeader(scenario, 0)
let records: Uint8Array

/** A few requests on the real driver, recorded as a node does it. */
async function record(watched: (recorder: NodeRecorder) => NodeRecorder): Promise<Uint8Array> {
  const clock: Clock = { now: 0 }
  const { out, written } = bytesInMemory()
  const recorder = watched(nodeRecorder(clock, out))
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
  return written()
}

/** The tenth piece of rendering is written down as another. */
function tampered(recorder: NodeRecorder): NodeRecorder {
  let renders = 0
  return {
    ...recorder,
    effect(task, effect) {
      const isTenth =
        effect.op === 'work' && (effect.input as { stage: string }).stage === 'render' && ++renders === 10
      const other = work({ stage: 'render', sizeBytes: 1, taskClass: 0, waitMs: 0 }) as Effect
      recorder.effect(task, isTenth ? other : effect)
    },
  }
}

beforeAll(async () => {
  records = await record((recorder) => recorder)
})

async function replayed(name: string, head: string, rest: Uint8Array) {
  const path = join(folder, name)
  writeFileSync(path, Buffer.concat([Buffer.from(head), rest]))
  return await callVerb(replay, [path])
}

describe('replay', () => {
  it('of a recording decides the same', async () => {
    const { status, stdout } = await replayed('same', header, records)
    expect(status).toBe(0)
    expect(stdout).toMatch(/6 requests, (\d+) of \1 decisions the same/)
  })

  it('of one that was tampered with names the record, both decisions, the request and what came before', async () => {
    const { status, stdout } = await replayed('tampered', header, await record(tampered))
    expect(status).toBe(1)
    const [, at] =
      /first difference at record (\d+): live decided "\d+ work render 1", the simulator "\d+ work render \d\d+"/.exec(
        stdout,
      ) ?? []
    expect(stdout).toMatch(/request: \{"id":\d,"kind":"(read|write)"/)
    expect(stdout).toContain(`  record ${Number(at) - 1}: `)
  })

  it.each([
    ['no recording', 'hello\n', 'the first line is not the header of a recording'],
    ['another document', '{}\n', 'the first line is not the header of a recording'],
    ['nothing', '', 'the first line is not the header of a recording'],
    [
      'another version',
      '{"scenario":{},"index":0,"ops":[]}\n',
      'is a recording of version 1, and this reads version 2; record it again',
    ],
  ])('of %s is refused, telling why', async (name, head, expected) => {
    const { status, stderr } = await replayed(name, head, new Uint8Array())
    expect([status, stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  it('of a broken record is refused, naming the record', async () => {
    const { status, stderr } = await replayed('broken', header, Uint8Array.of(15, ...records))
    expect([status, stderr]).toEqual([2, expect.stringContaining('record 1 is no record')])
  })

  it('of a node that was killed stops at its last whole record', async () => {
    for (const part of [0.3, 0.5, 0.9]) {
      const torn = records.subarray(0, Math.floor(records.length * part))
      const { status, stdout } = await replayed('killed', header, torn)
      expect(status).toBe(0)
      expect(stdout).toMatch(/ ([1-9]\d*) of \1 decisions the same/)
    }
  })
})
