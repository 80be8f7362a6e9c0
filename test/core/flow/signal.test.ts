import { expect, it } from 'vitest'
import { type Flow, sleep, wait } from '#core/flow/effect.ts'
import { Signal } from '#core/flow/signal.ts'
import { handDriver } from './hand-driver.ts'

function setting(count: number) {
  const { runner, runUntilIdle } = handDriver()
  const signal = new Signal<number>()
  const heard: string[] = []
  function* waiter(index: number): Flow<void> {
    try {
      heard.push(`${index}: ${yield* wait(signal)}`)
    } catch (error) {
      heard.push(`${index}: ${(error as Error).message}`)
    }
  }
  for (let index = 0; index < count; index++) runner.start(waiter(index), 0, undefined, () => {})
  return { runner, runUntilIdle, signal, heard, waiter }
}

it('a signal wakes all who wait, in the order in which they came, and later ones at once', () => {
  const { runner, signal, heard, waiter } = setting(3)
  expect(heard).toEqual([])
  signal.resolve(7)
  signal.resolve(8)
  runner.start(waiter(3), 0, undefined, () => {})
  expect(heard).toEqual(['0: 7', '1: 7', '2: 7', '3: 7'])
})

it('a rejected signal raises in all who wait and in later ones', () => {
  const { runner, signal, heard, waiter } = setting(1)
  signal.reject(new Error('gone'))
  signal.resolve(1)
  runner.start(waiter(1), 0, undefined, () => {})
  expect(heard).toEqual(['0: gone', '1: gone'])
})

it('a waiter that was cancelled hears nothing', () => {
  const { runner, runUntilIdle, signal, heard } = setting(0)
  function* patient(): Flow<void> {
    yield* wait(signal)
    heard.push('never')
  }
  const task = runner.start(patient(), 0, undefined, () => {})
  function* settler(): Flow<void> {
    yield* sleep(1)
    task.cancel()
    signal.resolve(1)
  }
  runner.start(settler(), 0, undefined, () => {})
  runUntilIdle()
  expect(heard).toEqual([])
  expect(runner.live).toBe(0)
})
