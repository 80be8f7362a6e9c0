import { describe, expect, it } from 'vitest'
import { SuccessorTable } from '#core/cache/prefetch/successor-table.ts'

describe('a table of successors', () => {
  it('names those that followed often enough, the most frequent first', () => {
    const table = new SuccessorTable(10, 4)
    for (const key of [5, 5, 5, 6, 6, 7]) table.record('a', key)
    expect(table.likely('a', 0.3)).toEqual([5, 6])
    expect(table.likely('a', 0)).toEqual([5, 6, 7])
    expect(table.likely('b', 0)).toBeUndefined()
  })

  it('forgets the rarest successor and the context unused for longest when it is full', () => {
    const table = new SuccessorTable(2, 2)
    for (const key of [5, 5, 6, 7]) table.record('a', key)
    expect(table.likely('a', 0)).toEqual([5, 7])
    table.record('b', 1)
    table.record('a', 5)
    table.record('c', 1)
    expect(table.likely('b', 0)).toBeUndefined()
    expect(table.likely('a', 0)).toEqual([5, 7])
  })
})
