import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { createNode, type Renderer } from '#core/flow/node.ts'
import type { Recorded } from '#core/flow/recording.ts'
import { readRecording } from '#core/flow/recording-reader.ts'
import { recordingNames } from '#core/flow/recording-writer.ts'
import type { PageRequest } from '#core/flow/request.ts'
import { Runner } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'
import type { WebScenario } from '#core/scenario.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import { nodeRecorder } from '#server/record.ts'
import { memoryStore } from '#server/store-memory.ts'
import { serve } from '#sim/driver.ts'
import { replay } from '#sim/replay.ts'
import { bytesInMemory } from '../core/flow/written-recording.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const pages = (schedule: Record<string, unknown>, workers = 0): WebScenario =>
  smallScenario({
    nodes: { count: 1, workers },
    schedule,
    render: { step: '1 KiB', shardsMin: 2, shardsMax: 3 },
  })

/** Requests for different pages at the same time on the real driver; each step of rendering takes a millisecond of its clock. */
async function record(
  scenario: WebScenario,
  {
    givenUp = [],
    isBroken = () => false,
  }: { givenUp?: readonly number[]; isBroken?: (key: number) => boolean } = {},
): Promise<Recorded[]> {
  const clock: Clock = { now: 0 }
  let now = 0
  const { out, written } = bytesInMemory()
  const recorder = nodeRecorder(clock, out)
  function* renderSteps({ key }: { key: number }) {
    if (isBroken(key)) throw new Error('the template is broken')
    for (let step = 0; step < 1 + (key % 5); step++) {
      if (step > 0) yield
      now += 1
    }
    return { value: `fragment ${key}`, sizeBytes: 1024 * (1 + (key % 5)) }
  }
  const render: Renderer['render'] = (row) => {
    const steps = renderSteps(row)
    for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value
  }
  const renderer: Renderer = {
    render,
    renderSteps,
    renderOnWorker: render,
    assemble: (shard) => `shard ${shard}`,
    compress: (body) => body,
  }
  const node = createNode({ index: 0, scenario, clock, renderer })
  const { perform } = realPerform({
    clock,
    now: () => now,
    node,
    store: memoryStore(() => now),
    database: memoryDatabase(),
    watch: recorder,
  })
  const runner = new Runner(perform, recorder)
  for (let id = 0; id < 12; id++) {
    const request: PageRequest = { id, kind: id === 7 ? 'write' : 'read', tenant: id % 4, page: id, query: 0 }
    recorder.requested(request)
    const task = runner.start(serve(node, request), 0, { chunks: [] }, () => {})
    if (!givenUp.includes(id)) continue
    setImmediate(() => {
      recorder.cancelled(task as Task)
      task.cancel()
    })
  }
  while (runner.live > 0) await wait(0)
  return readRecording(written(), recordingNames)
}

const count = (recording: readonly Recorded[], kind: Recorded[0]) =>
  recording.filter(([own]) => own === kind).length

describe('a recording of work that gives the loop back', () => {
  it.each(['round-robin', 'processor-sharing', 'srpt', 'mlfq', 'least-attained'])(
    'is replayed with every decision the same: %s',
    async (policy) => {
      const scenario = pages({ policy, quantum: '1 ms' })
      const recording = await record(scenario)
      const result = replay(scenario, 0, recording)
      expect(result.first).toBeUndefined()
      expect(result.agreed).toBe(result.decisions)
      expect(result.requests).toBe(12)
      expect(count(recording, 'yielded')).toBeGreaterThan(10)
    },
  )

  it('does not agree with another quantum of the schedule, or without the records of what was given back', async () => {
    const recording = await record(pages({ policy: 'mlfq', quantum: '1 ms' }))
    const other = replay(pages({ policy: 'mlfq', quantum: '50 ms', boost: '1 ms' }), 0, recording)
    expect(other.first).toBeDefined()
    expect(other.agreed).toBeLessThan(other.decisions)
    const without = recording.filter(([kind]) => kind !== 'yielded')
    const { first, agreed, decisions } = replay(pages({ policy: 'mlfq', quantum: '1 ms' }), 0, without)
    expect(first?.recorded).toContain('pop')
    expect(agreed).toBeLessThan(decisions)
  })
})

it('a recording of workers is replayed from their own queue', async () => {
  const scenario = pages({ policy: 'sjf' }, 1)
  const recording = await record(scenario)
  expect(replay(scenario, 0, recording)).toMatchObject({ requests: 12, first: undefined })
  expect(replay(pages({ policy: 'lcfs' }, 1), 0, recording).first?.recorded).toContain('pop')
})

it('what a node does in the background is replayed, too: pages loaded ahead, copies loaded anew, writes that follow', async () => {
  const behind = smallScenario({
    nodes: { count: 1 },
    render: { shardsMin: 2, shardsMax: 3 },
    workload: { arrivals: 'closed', users: 1, pages: 40, tenants: 4, strongRatio: 0 },
    cache: {
      prefetch: 'sequential',
      prefetchAccuracyMin: 0,
      prefetchBelowUtilisation: 1,
      expiry: { policy: 'xfetch', ttl: '20 ms', beta: 100 },
      writes: 'behind',
      writeBehind: { delay: '1 ms' },
    },
  })
  const recording = await record(behind)
  expect(replay(behind, 0, recording)).toMatchObject({ requests: 12, first: undefined })
  expect(count(recording, 'end')).toBeGreaterThan(count(recording, 'start') + 2)
  const ofOp = (op: string) => recording.filter(([kind, , , own]) => kind === 'effect' && own === op).length
  expect(ofOp('store')).toBe(1)
  expect(ofOp('load')).toBeGreaterThan(11 * 3)
})

describe('a recording of clients that go away', () => {
  it('ends their requests where they ended, and passes over the work they had waiting', async () => {
    const scenario = pages({ policy: 'fcfs' })
    const recording = await record(scenario, { givenUp: [3, 9] })
    expect(count(recording, 'cancel')).toBe(2)
    expect(recording.filter((one) => one[0] === 'end' && one[3] === 'cancelled')).toHaveLength(2)
    const { first, requests, decisions, agreed } = replay(scenario, 0, recording)
    expect(first).toBeUndefined()
    expect(requests).toBe(12)
    expect(agreed).toBe(decisions)
    const untold = recording.filter(([kind]) => kind !== 'cancel')
    const silent = replay(scenario, 0, untold)
    expect(silent.first).toBeDefined()
    expect(silent.agreed).toBeLessThan(silent.decisions)
  })
})

it('a recording of work that fails is replayed with its failure', async () => {
  const scenario = pages({ policy: 'fcfs' })
  const recording = await record(scenario, { isBroken: (key) => key % 7 === 3 })
  expect(count(recording, 'error')).toBeGreaterThan(1)
  expect(recording.some((one) => one[0] === 'end' && one[3] === 'failed')).toBe(true)
  const { first, agreed, decisions } = replay(scenario, 0, recording)
  expect(first).toBeUndefined()
  expect(agreed).toBe(decisions)
})
