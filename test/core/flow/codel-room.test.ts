import { describe, expect, it } from 'vitest'
import { CodelRoom } from '#core/flow/codel-room.ts'
import { type Flow, sleep, wait } from '#core/flow/effect.ts'
import { handDriver } from './hand-driver.ts'

function world(queueMax: number) {
  const driver = handDriver()
  const room = new CodelRoom(driver.clock, { places: 1, queueMax, targetMs: 5, intervalMs: 100 })
  const served: number[] = []
  const shed: number[] = []
  function* visit(id: number): Flow<void> {
    yield* wait(room)
    try {
      served.push(id)
      yield* sleep(10)
    } finally {
      room.leave()
    }
  }
  const come = (id: number, atMs: number) =>
    driver.at(atMs, () =>
      driver.runner.start(visit(id), 0, undefined, (outcome) => {
        if (outcome.kind === 'failed') shed.push(id)
      }),
    )
  return { ...driver, room, served, shed, come }
}

describe('a room with controlled delay', () => {
  it('serves in the order of arrival and sheds nobody while waits are short', () => {
    const { come, served, shed, runUntilIdle } = world(100)
    for (let id = 0; id < 50; id++) come(id, id * 10)
    runUntilIdle()
    expect(served).toEqual(Array.from({ length: 50 }, (_, id) => id))
    expect(shed).toEqual([])
  })

  it('sheds the oldest and serves the newest under overload, and everybody is either served or shed', () => {
    const { come, served, shed, runUntilIdle, runner, room } = world(1000)
    for (let id = 0; id < 200; id++) come(id, id * 5)
    runUntilIdle()
    expect(shed.length).toBeGreaterThan(10)
    expect(new Set([...served, ...shed]).size).toBe(200)
    expect(served.some((id, index) => index > 0 && id < served[index - 1]!)).toBe(true)
    expect(runner.live).toBe(0)
    expect(room.queued).toBe(0)
  })

  it('refuses who comes when the queue is full', () => {
    const { come, served, shed, runUntilIdle } = world(2)
    for (let id = 0; id < 5; id++) come(id, 0)
    runUntilIdle()
    expect(served).toEqual([0, 1, 2])
    expect(shed).toEqual([3, 4])
  })
})
