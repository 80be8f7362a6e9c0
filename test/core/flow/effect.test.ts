import { expect, it } from 'vitest'
import { driverOps, type Effect, type Flow, load, remoteGet, sleep } from '#core/flow/effect.ts'

const key = { tenant: 1, key: 2 }

it('a flow yields its effects themselves and gets the replies', () => {
  function* flow(): Flow<number> {
    const entry = yield* remoteGet(key)
    const row = yield* load(key)
    return (entry?.version ?? 0) + row.version
  }
  const running = flow()
  const first = running.next()
  expect((first.value as Effect).op).toBe('remoteGet')
  const second = running.next(undefined)
  expect(second).toMatchObject({ done: false, value: { op: 'load', input: key } })
  expect(running.next({ ...key, version: 3 })).toEqual({ done: true, value: 3 })
})

it('an effect is a flow of one step: it ends with the reply, raises what is raised, and can be given up', () => {
  const done = sleep(5)[Symbol.iterator]()
  expect(done.next().done).toBe(false)
  expect(done.next('later').value).toBe('later')
  const raised = sleep(5)[Symbol.iterator]()
  raised.next()
  expect(() => raised.throw(new Error('broken'))).toThrow('broken')
  expect(
    sleep(5)
      [Symbol.iterator]()
      .return(undefined as never),
  ).toMatchObject({ done: true })
})

it('an error raised at an effect is caught around it', () => {
  function* flow(): Flow<string> {
    try {
      yield* sleep(1)
      return 'slept'
    } catch (error) {
      return (error as Error).message
    }
  }
  const running = flow()
  running.next()
  expect(running.throw(new Error('woken'))).toEqual({ done: true, value: 'woken' })
})

it('the list of driver effects has no double', () => {
  expect(new Set(driverOps).size).toBe(driverOps.length)
})
