/** The read path of an application node: accept, partition, read each shard through the caches, assemble, send, respond. */
import type { Entry } from '#core/cache/entry.ts'
import { loadAhead } from '#core/cache/node/load-ahead.ts'
import { readThrough } from '#core/cache/node/read-through.ts'
import { TandemError } from '#core/errors.ts'
import { loadingOrder } from '#core/render/loading-priority.ts'
import { shardCount, shardStarts, slotBytes } from '#core/render/partition.ts'
import { taskClass } from '#core/schedule/task-class.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { pageBytes } from '#core/workload/request-source.ts'
import { type Flow, offload, type Stage, send, work } from './effect.ts'
import type { AppNode } from './node.ts'
import { emptyTimeline, type PageRequest, type PageResponse, type Timeline } from './request.ts'

/** Shards are assumed to be painted this long after each other when their order is chosen (eq. 2 wants a first-paint time). */
const paintStepMs = 40

export function* servePage(node: AppNode, request: PageRequest): Flow<PageResponse> {
  const { clock, counters, scenario } = node
  const timeline = emptyTimeline(dueAt(node))
  counters.requests++
  const reachedAt = clock.now
  refuseWhenFull(node)
  yield* processorWork(node, timeline, 'accept', 0)
  const slots = scenario.render.shardsMax
  const bytes = pageBytes(request.page, scenario.workload)
  const perSlotBytes = slotBytes(scenario.render, bytes)
  const shards = shardCount(scenario.render, bytes, node.runQueue.utilisation())
  const starts = shardStarts(slots, shards)
  const isClientRendering = node.isClientRendering()
  let sentBytes = 0
  for (const shard of loadingOrder(shards, perSlotBytes, paintStepMs)) {
    const fragments: Entry[] = []
    let shardBytes = 0
    let isData = false
    for (let slot = starts[shard]!; slot < starts[shard + 1]!; slot++) {
      const key = { tenant: request.tenant, key: request.page * slots + slot }
      const askedAt = node.watch?.now() ?? 0
      const fragment = yield* readThrough(node, { key, sizeBytes: perSlotBytes, isClientRendering, timeline })
      node.watch?.read(node, fragment.entry, askedAt)
      fragments.push(fragment.entry)
      shardBytes += fragment.entry.sizeBytes
      counters.readBytes += fragment.entry.sizeBytes
      isData ||= fragment.isData
    }
    const { renderer } = node
    const run = renderer === undefined ? undefined : () => renderer.assemble(shard, fragments)
    const body = yield* processorWork(node, timeline, 'assemble', shardBytes, run)
    const sent = scenario.render.compresses
      ? yield* compressed(node, timeline, shardBytes, body)
      : { sizeBytes: shardBytes, body }
    const before = clock.now
    yield* send({ index: shard, isData, ...sent })
    timeline.sendMs += clock.now - before
    node.feedback.sent(sent.sizeBytes, clock.now - before, clock.now)
    sentBytes += sent.sizeBytes
    node.period?.rendered(isData)
    counters.shards++
  }
  yield* processorWork(node, timeline, 'respond', 0)
  if (node.prefetcher !== undefined) yield* loadAhead(node, request)
  node.period?.finished(clock.now - reachedAt - timeline.sendMs, timeline.cacheMs + timeline.loadMs)
  return { status: 200, sizeBytes: sentBytes, shards, timeline, servedBy: 'node' }
}

/** Errors: QueueFull while as many tasks wait for the loop as the node's settings allow. */
function refuseWhenFull({ runQueue, settings, period }: AppNode): void {
  if (runQueue.length < settings.queueMax) return
  period?.refused()
  throw new TandemError('QueueFull', `the node has ${runQueue.length} tasks waiting and takes no more`)
}

/** When the work of a request that reaches a node now should be done; undefined where the scenario does not say. */
export function dueAt({ clock, scenario }: AppNode): Ms | undefined {
  const { deadlineMs } = scenario.nodes
  return deadlineMs > 0 ? clock.now + deadlineMs : undefined
}

/** Processor work of a stage, with its waiting time booked. */
export function* processorWork(
  node: AppNode,
  timeline: Timeline,
  stage: Stage,
  sizeBytes: Bytes,
  run?: () => unknown,
): Flow<unknown> {
  const task = {
    stage,
    sizeBytes,
    taskClass: taskClass(stage),
    waitMs: 0,
    deadlineMs: timeline.dueAtMs,
    run,
  }
  const before = node.clock.now
  const result = yield* work(task)
  timeline.queueMs += task.waitMs
  timeline.renderMs += node.clock.now - before - task.waitMs
  return result
}

/** A shard as it goes over the network; a thread compresses it while the loop serves others. */
function* compressed(
  node: AppNode,
  timeline: Timeline,
  sizeBytes: Bytes,
  body: unknown,
): Flow<{ sizeBytes: Bytes; body: unknown }> {
  const { renderer, clock, scenario } = node
  const run = renderer === undefined ? undefined : () => renderer.compress(body)
  const before = clock.now
  const smaller = yield* offload({ stage: 'compress', sizeBytes, run })
  timeline.renderMs += clock.now - before
  return { sizeBytes: sizeBytes * scenario.render.compressionRatio, body: smaller }
}
