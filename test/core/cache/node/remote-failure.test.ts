import { expect, it } from 'vitest'
import { orIfRemoteFails } from '#core/cache/node/remote-failure.ts'
import { TandemError } from '#core/errors.ts'
import type { Flow } from '#core/flow/effect.ts'
import { createNode } from '#core/flow/node.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'

const node = () => createNode({ index: 0, scenario: smallScenario(), clock: { now: 0 } })
// biome-ignore lint/correctness/useYield: a flow that fails before it waits
function* failing(error: Error): Flow<number> {
  throw error
}

it('a shared cache that does not answer is counted, and a stand-in is given', () => {
  const made = node()
  const flow = orIfRemoteFails(made, failing(new TandemError('RemoteUnavailable', 'down')), 7)
  expect(flow.next()).toEqual({ done: true, value: 7 })
  expect(made.counters.remoteFailures).toBe(1)
})

it('any other error does not concern it', () => {
  for (const error of [new Error('ours'), new TandemError('OriginUnavailable', 'down')])
    expect(() => orIfRemoteFails(node(), failing(error), 7).next()).toThrow(error.message)
})
