import { describe, expect, it } from 'vitest'
import { measureCurves } from '#experiments/cache/measure-curves.ts'
import { createOutput } from '#experiments/verb.ts'

const keys = Uint32Array.from({ length: 20_000 }, (_, index) => (index * index) % 997)
const question = {
  path: 'folder/squares.txt',
  trace: { keys },
  footprint: 500,
  distinct: new Set(keys).size,
  sampleRatio: undefined,
  seed: 1,
  workers: 2,
}
const call = { out: createOutput(true, true), signal: new AbortController().signal }

describe('curves of a trace', () => {
  it('span the whole footprint when no capacity is given, in order of policy and capacity', async () => {
    const rows = await measureCurves(
      { ...question, policies: [{ policy: 'lru' }, { policy: 'fifo' }], capacities: [] },
      call,
    )
    const lru = rows.filter(({ policy }) => policy === 'lru')
    expect(lru[0]).toMatchObject({
      trace: 'squares.txt',
      capacity: 1,
      method: 'stack distances',
      sampleRatio: 1,
    })
    expect(lru.at(-1)!.capacity).toBe(500)
    expect(rows.slice(lru.length).every(({ policy }) => policy === 'fifo')).toBe(true)
    for (let index = 1; index < lru.length; index++) {
      expect(lru[index]!.capacity).toBeGreaterThan(lru[index - 1]!.capacity)
      expect(lru[index]!.missRatio).toBeLessThanOrEqual(lru[index - 1]!.missRatio)
    }
  })

  it('are at the capacities that are given', async () => {
    const rows = await measureCurves(
      { ...question, policies: [{ policy: 'sieve' }], capacities: [10, 20] },
      call,
    )
    expect(rows.map(({ capacity, method }) => [capacity, method])).toEqual([
      [10, 'simulation'],
      [20, 'simulation'],
    ])
  })
})
