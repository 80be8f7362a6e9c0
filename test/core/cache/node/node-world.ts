import type { Entry } from '#core/cache/entry.ts'
import { TandemError } from '#core/errors.ts'
import type { Flow } from '#core/flow/effect.ts'
import { createNode } from '#core/flow/node.ts'
import { emptyTimeline } from '#core/flow/request.ts'
import { type Perform, parked } from '#core/flow/runner.ts'
import type { Outcome, Task } from '#core/flow/task.ts'
import { smallScenario } from '../../../reference-server/small-scenario.ts'
import { handDriver } from '../../flow/hand-driver.ts'

/**
 * A node whose shared cache answers after 1 ms and whose database after 5 ms, with everything they were asked; either can be broken. The
 * scenario is given in the notation of scenario files.
 */
export function nodeWorld(given: Record<string, unknown> = {}) {
  const asked: string[] = []
  const shared = new Map<number, Entry>()
  const versions = new Map<number, number>()
  const broken = { shared: false, database: false }
  type Keyed = { tenant: number; key: number }
  const later = (ms: number, name: string, answer: () => unknown) => (task: Task) => {
    asked.push(name)
    const isOfDatabase = name === 'load' || name === 'store'
    task.abandon = driver.at(driver.clock.now + ms, () => {
      if (isOfDatabase ? broken.database : broken.shared)
        task.raise(new TandemError(isOfDatabase ? 'OriginUnavailable' : 'RemoteUnavailable', 'down'))
      else task.resume(answer())
    })
    return parked
  }
  const versionOf = (key: number) => versions.get(key) ?? 1
  const row = ({ tenant, key }: Keyed): Entry => ({
    tenant,
    key,
    version: versionOf(key),
    sizeBytes: 0,
    expiresAt: Number.POSITIVE_INFINITY,
    value: undefined,
  })
  const driver = handDriver({
    remoteGet: ((key: Keyed, task: Task) =>
      later(1, 'get', () => {
        const found = shared.get(key.key)
        return found !== undefined && found.expiresAt > driver.clock.now ? found : undefined
      })(task)) as Perform['remoteGet'],
    remoteSet: ((entry: Entry, task: Task) =>
      later(1, 'set', () => {
        shared.set(entry.key, entry)
        return entry.version
      })(task)) as Perform['remoteSet'],
    publish: ((_: unknown, task: Task) => later(1, 'publish', () => undefined)(task)) as Perform['publish'],
    load: ((key: Keyed, task: Task) => later(5, 'load', () => row(key))(task)) as Perform['load'],
    store: ((key: Keyed, task: Task) =>
      later(5, 'store', () => {
        versions.set(key.key, versionOf(key.key) + 1)
        return row(key)
      })(task)) as Perform['store'],
  })
  const node = createNode({ index: 0, scenario: smallScenario(given), clock: driver.clock })
  function run<T>(flow: Flow<T>): { outcome?: Outcome<T> } {
    const seen: { outcome?: Outcome<T> } = {}
    driver.runner.start(flow, 0, undefined, (outcome) => {
      seen.outcome = outcome
    })
    return seen
  }
  return {
    asked,
    shared,
    broken,
    driver,
    node,
    run,
    request: {
      key: { tenant: 0, key: 3 },
      sizeBytes: 100,
      isClientRendering: false,
      timeline: emptyTimeline(),
    },
    /** Commits a version behind everybody's back. */
    write: (key: number) => void versions.set(key, versionOf(key) + 1),
    /** Goes on until nothing is left, then to a time. */
    until(atMs: number) {
      driver.runUntilIdle()
      driver.at(atMs, () => {})
      driver.runUntilIdle()
    },
  }
}
