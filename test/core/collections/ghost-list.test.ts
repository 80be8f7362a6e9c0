import { describe, expect, it } from 'vitest'
import { GhostList } from '#core/collections/ghost-list.ts'

describe('a list of ghosts', () => {
  it('gives up the oldest until the rest fits', () => {
    const ghosts = new GhostList(2)
    for (const slot of [4, 9, 2]) ghosts.push(slot, slot)
    expect(ghosts.takeBeyond(15)).toBe(-1)
    expect(ghosts.takeBeyond(11)).toBe(4)
    expect(ghosts.takeBeyond(11)).toBe(-1)
    expect(ghosts.takeBeyond(0)).toBe(9)
    expect(ghosts.takeBeyond(0)).toBe(2)
    expect(ghosts.takeBeyond(0)).toBe(-1)
  })

  it('counts a ghost with the size it had, and none twice', () => {
    const ghosts = new GhostList(0)
    ghosts.push(1, 5)
    ghosts.push(3, 5)
    ghosts.take(1)
    expect([ghosts.has(1), ghosts.has(3), ghosts.has(-1), ghosts.count]).toEqual([false, true, false, 1])
    expect(ghosts.takeBeyond(5)).toBe(-1)
  })
})
