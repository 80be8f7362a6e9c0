import type { Clock } from '#core/flow/clock.ts'
import { type Perform, parked, Runner } from '#core/flow/runner.ts'
import type { Task } from '#core/flow/task.ts'

/** The smallest driver: only `sleep` takes time; the rest is refused unless a test gives it. Time moves by hand. */
export function handDriver(given: Partial<Perform> = {}) {
  const clock: Clock = { now: 0 }
  let sequence = 0
  const pending: { atMs: number; sequence: number; act: () => void }[] = []
  const at = (atMs: number, act: () => void) => {
    const event = { atMs, sequence: sequence++, act }
    pending.push(event)
    return () => {
      const index = pending.indexOf(event)
      if (index >= 0) pending.splice(index, 1)
    }
  }
  const refuse = (op: string) => () => {
    throw new Error(`this test does not expect ${op}`)
  }
  const perform: Perform = {
    sleep: (ms: number, task: Task) => {
      task.abandon = at(clock.now + ms, () => task.resume())
      return parked
    },
    work: (input) => input.run?.(),
    offload: (input) => input.run?.(),
    forward: refuse('forward'),
    remoteGet: refuse('remoteGet'),
    remoteVersion: refuse('remoteVersion'),
    remoteSet: refuse('remoteSet'),
    remoteLease: refuse('remoteLease'),
    tierGet: refuse('tierGet'),
    tierSet: refuse('tierSet'),
    load: refuse('load'),
    store: refuse('store'),
    publish: refuse('publish'),
    send: () => undefined,
    startNode: refuse('startNode'),
    stopNode: refuse('stopNode'),
    probeNode: refuse('probeNode'),
    readFleet: refuse('readFleet'),
    ...given,
  }
  const runner = new Runner(perform)
  const runUntilIdle = () => {
    while (pending.length > 0) {
      pending.sort((a, b) => a.atMs - b.atMs || a.sequence - b.sequence)
      const next = pending.shift()!
      clock.now = Math.max(clock.now, next.atMs)
      next.act()
    }
  }
  return { runner, clock, at, runUntilIdle, pending: () => pending.length }
}
