import type { Entry } from '#core/cache/entry.ts'
import { taskClass } from '#core/schedule/task-class.ts'
import type { Bytes } from '#core/units.ts'
import type { Work } from './effect.ts'
import type { AppNode } from './node.ts'
import type { Timeline } from './request.ts'

/** Rendering a row: on a worker where the node has any, otherwise on its loop, in steps for a schedule that wants them. */
export function renderWork(
  { renderer, scenario }: Pick<AppNode, 'renderer' | 'scenario'>,
  { row, sizeBytes, timeline }: { row: Entry; sizeBytes: Bytes; timeline: Timeline },
): Work {
  const { stepBytes } = scenario.render
  const isOnWorker = scenario.nodes.workers > 0
  const work = {
    stage: 'render' as const,
    sizeBytes,
    taskClass: taskClass('render'),
    waitMs: 0,
    deadlineMs: timeline.dueAtMs,
    isOnWorker,
    stepBytes,
  }
  if (renderer === undefined) return work
  if (isOnWorker && renderer.renderOnWorker !== undefined)
    return { ...work, run: () => renderer.renderOnWorker!(row) }
  const steps = renderer.renderSteps && (() => renderer.renderSteps!(row, stepBytes))
  return { ...work, run: () => renderer.render(row), steps }
}
