import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Unwritten, writeBehind } from '#core/cache/node/write-behind.ts'

const write = (key: number, version = 1): Unwritten => ({
  entry: { tenant: 0, key, version, sizeBytes: 1, expiresAt: 1, value: undefined },
  value: version,
  tries: 0,
})
const config = { delayMs: 50, pendingCount: 2, triesCount: 2 }
const key = (key: number) => ({ tenant: 0, key })

it('of several writes to one key only the last goes, and it is found until it is written', () => {
  const behind = writeBehind(config)
  expect(behind.add(write(1, 1))).toEqual({ isFirst: true, hasJoined: false })
  expect(behind.add(write(1, 2))).toEqual({ isFirst: false, hasJoined: true })
  const [taken] = behind.take()
  expect(taken!.value).toBe(2)
  expect(behind.find(key(1))?.version).toBe(2)
  behind.written(taken!)
  expect(behind.find(key(1))).toBeUndefined()
  expect(behind.rest()).toBe(true)
})

it('what is written again while it is on its way goes once more', () => {
  const behind = writeBehind(config)
  behind.add(write(1, 1))
  const [first] = behind.take()
  behind.add(write(1, 2))
  behind.written(first!)
  expect(behind.find(key(1))?.version).toBe(2)
  expect(behind.rest()).toBe(false)
})

it('has room for so many keys, and for each that waits already', () => {
  const behind = writeBehind(config)
  behind.add(write(1))
  behind.add(write(2))
  expect([behind.hasRoom(key(3)), behind.hasRoom(key(2))]).toEqual([false, true])
})

it('gives a write up after its tries, and counts all that it stood for', () => {
  const behind = writeBehind(config)
  behind.add(write(1, 1))
  behind.add(write(1, 2))
  for (let turn = 0; turn < 2; turn++) for (const one of behind.take()) behind.failed(one)
  expect(behind.lost).toBe(2)
  expect(behind.rest()).toBe(true)
})

it('what waits or is on its way when the node dies is lost, and is not its own any more', () => {
  const behind = writeBehind(config)
  behind.add(write(1))
  const [taken] = behind.take()
  behind.add(write(2))
  behind.lose()
  expect(behind.lost).toBe(2)
  expect(behind.isOurs(taken!)).toBe(false)
  expect(behind.add(write(3)).isFirst).toBe(true)
})

it('whatever happens, nothing is counted twice and all comes to rest', () => {
  const act = fc.oneof(
    fc.record({ does: fc.constant('add'), key: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ does: fc.constantFrom('take', 'written', 'failed', 'lose'), key: fc.constant(0) }),
  )
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const behind = writeBehind({ ...config, pendingCount: 4 })
      let taken: Unwritten[] = []
      let [added, joined, written] = [0, 0, 0]
      const end = (one: Unwritten | undefined, does: string) => {
        if (one === undefined || !behind.isOurs(one)) return
        if (does === 'written') written++
        behind[does === 'written' ? 'written' : 'failed'](one)
      }
      for (const { does, key: own } of acts) {
        if (does === 'add') {
          added++
          if (behind.add(write(own)).hasJoined) joined++
        } else if (does === 'take' && taken.length === 0) taken = [...behind.take()]
        else if (does === 'lose') behind.lose()
        else if (does !== 'take') end(taken.pop(), does)
      }
      for (const one of taken) end(one, 'written')
      for (const one of behind.take()) end(one, 'written')
      expect(written + behind.lost).toBeLessThanOrEqual(added)
      expect(behind.rest()).toBe(true)
      expect([0, 1, 2, 3].map((one) => behind.find(key(one)))).toEqual(Array(4).fill(undefined))
      if (!acts.some(({ does }) => does === 'failed' || does === 'lose')) expect(written + joined).toBe(added)
    }),
    { seed: 11, numRuns: 300 },
  )
})
