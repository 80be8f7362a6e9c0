import fc from 'fast-check'
import { expect, it } from 'vitest'
import { NameIndex } from '#core/collections/name-index.ts'

const step = fc.record({
  name: fc.constantFrom('', 'a', 'b', 'aa', '__proto__', 'é', '7'),
  isTaken: fc.boolean(),
})

it('finds the slots that a plain list of names has, and gives released ones again', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const index = new NameIndex()
      const held = new Map<string, number>()
      let most = 0
      for (const { name, isTaken } of steps) {
        const slot = held.get(name)
        if (slot === undefined && isTaken) held.set(name, index.intern(name))
        else if (slot !== undefined && !isTaken) {
          index.release(slot)
          held.delete(name)
        }
        most = Math.max(most, held.size)
        expect(new Set(held.values()).size).toBe(held.size)
        expect(index.count).toBe(held.size)
        expect(index.slots).toBe(most)
        expect(index.find(name)).toBe(held.get(name) ?? -1)
        for (const [one, at] of held) expect(index.nameOf(at)).toBe(one)
      }
    }),
  )
})

it('mixes a name into the same 32 bits whatever its slot, and others into others', () => {
  const hashes = (names: readonly string[]) => {
    const index = new NameIndex()
    return new Map(names.map((name) => [name, index.hashOf(index.intern(name))]))
  }
  const there = hashes(['a', 'b', 'page:1', 'page:2'])
  const back = hashes(['page:2', 'page:1', 'b', 'a'])
  for (const [name, hash] of there) expect(back.get(name)).toBe(hash)
  expect(new Set(there.values()).size).toBe(4)
})
