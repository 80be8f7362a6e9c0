import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Hands, refuseFaults, startFaults } from '#server/fault/live-faults.ts'
import type { Fate } from '#server/fault/proxy.ts'
import { smallScenario } from '../small-scenario.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Notes what is done, and when. */
function noting() {
  const done: string[] = []
  const startedMs = Date.now()
  const note =
    (what: string) =>
    (given?: number): Promise<void> => {
      done.push(`${Date.now() - startedMs} ${what}${given === undefined ? '' : ` ${given}`}`)
      return Promise.resolve()
    }
  const hands: Hands = {
    killNode: note('kill'),
    startNode: note('start'),
    pauseNode: note('pause'),
    continueNode: note('continue'),
    cutNode: note('cut'),
    healNode: note('heal'),
    spoilMessages: (fate: Fate | undefined) => void note(fate === undefined ? 'messages pass' : 'spoil')(),
    dropSubscribers: note('drop'),
    saveStore: note('save'),
    killStore: note('kill store'),
    startStore: note('start store'),
    stallDatabase: note('stall'),
    continueDatabase: note('go on'),
  }
  return { done, hands }
}

const faultsOf = (faults: unknown) => smallScenario({ nodes: { count: 2 }, faults }).faults

it('does each fault at its time, and what repairs it at its end', async () => {
  const { done, hands } = noting()
  const faults = faultsOf({
    messages: { lateRatio: 0.5 },
    crashes: [{ node: 0, at: '100 ms', for: '50 ms' }],
    pauses: [{ node: 1, at: '10 ms', for: '20 ms' }],
    partitions: [{ node: 1, at: '200 ms', for: '10 ms' }],
    disconnects: [{ at: '300 ms', for: '45 ms' }],
    stalls: [{ at: '400 ms', for: '10 ms' }],
    failOvers: [
      { at: '500 ms', for: '10 ms', loses: '20 ms' },
      { at: '600 ms', for: '10 ms', loses: '10 s' },
    ],
  })
  const { done: over } = startFaults(faults, 1, hands)
  await vi.advanceTimersByTimeAsync(1_000)
  await over
  expect(done).toEqual([
    '0 spoil',
    '10 pause 1',
    '30 continue 1',
    '100 kill 0',
    '150 start 0',
    '200 cut 1',
    '210 heal 1',
    '300 drop',
    '320 drop',
    '340 drop',
    '400 stall',
    '410 go on',
    '480 save',
    '500 kill store',
    '510 start store',
    '600 kill store',
    '610 start store',
  ])
})

it('begins with the first of windows that overlap and ends with the last', async () => {
  const { done, hands } = noting()
  const crashes = [
    { node: 0, at: '10 ms', for: '50 ms' },
    { node: 0, at: '20 ms', for: '10 ms' },
  ]
  startFaults(faultsOf({ crashes }), 1, hands)
  await vi.advanceTimersByTimeAsync(100)
  expect(done).toEqual(['10 kill 0', '60 start 0'])
})

it('does nothing more when stopped, and lets go on what stands still', async () => {
  const { done, hands } = noting()
  const faults = faultsOf({ pauses: [{ node: 1, at: '10 ms', for: '1 s' }] })
  const live = startFaults(faults, 1, hands)
  await vi.advanceTimersByTimeAsync(20)
  live.stop()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(done).toEqual(['10 pause 1', '20 messages pass', '20 continue 1', '20 go on'])
})

it('tells of what could not be done', async () => {
  const { hands } = noting()
  const broken = { ...hands, startStore: () => Promise.reject(new Error('no Redis')) }
  const { done } = startFaults(faultsOf({ failOvers: [{ at: '1 ms', for: '1 ms' }] }), 1, broken)
  const told = expect(done).rejects.toThrow('no Redis')
  await vi.advanceTimersByTimeAsync(10)
  await told
})

it('refuses what a live cluster cannot do, all at once', () => {
  const faults = faultsOf({ memoryFull: [{ at: '1 s', for: '1 s' }], clockSkews: [{ node: 0 }] })
  expect(() => refuseFaults(faults)).toThrow(/memoryFull .* and clockSkews/)
  expect(() => refuseFaults(faultsOf({}))).not.toThrow()
})
