import { describe, expect, it } from 'vitest'
import type { Renderer } from '#core/flow/node.ts'
import { renderWork } from '#core/flow/render-work.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'

const row = { tenant: 0, key: 1, version: 1, sizeBytes: 10, expiresAt: 0, value: 'x' }
const renderer: Renderer = {
  render: () => ({ value: 'whole', sizeBytes: 5 }),
  renderSteps: function* () {
    yield
    return { value: 'steps', sizeBytes: 5 }
  },
  renderOnWorker: () => 'on a worker',
  assemble: () => '',
  compress: () => '',
}

const made = (workers: number, given: Renderer | undefined = renderer) =>
  renderWork(
    { renderer: given, scenario: smallScenario({ nodes: { count: 1, workers }, render: { step: '2 KiB' } }) },
    { row, sizeBytes: 4096, timeline: emptyTimeline(120) },
  )

describe('rendering a row', () => {
  it('is work of the loop, whole or in steps of the configured size, due when the request is', () => {
    const work = made(0)
    expect(work).toMatchObject({ stage: 'render', sizeBytes: 4096, stepBytes: 2048, deadlineMs: 120 })
    expect(work.isOnWorker).toBe(false)
    expect(work.run!()).toEqual({ value: 'whole', sizeBytes: 5 })
    const steps = work.steps!()
    expect([steps.next().done, steps.next()]).toEqual([
      false,
      { done: true, value: { value: 'steps', sizeBytes: 5 } },
    ])
  })

  it('is work of a worker where the node has any', () => {
    const work = made(2)
    expect(work.isOnWorker).toBe(true)
    expect(work.run!()).toBe('on a worker')
  })

  it('has nothing to run in the simulator', () => {
    const { run, steps } = renderWork(
      { renderer: undefined, scenario: smallScenario() },
      { row, sizeBytes: 1, timeline: emptyTimeline() },
    )
    expect([run, steps]).toEqual([undefined, undefined])
  })
})
