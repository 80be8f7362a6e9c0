import type { Random } from '#core/random.ts'

/**
 * Draws a few different items out of a list, each set equally likely.
 *
 * Parameters  drawn: where the items are written, in the order of the draw
 * Cost        O(items drawn squared) on average, O(list) when all are wanted
 */
export function distinctDraw(list: readonly number[], drawn: Int32Array, random: Random): number {
  const count = Math.min(drawn.length, list.length)
  if (count === list.length) {
    drawn.set(list)
    shuffle(drawn, count, random)
    return count
  }
  for (let index = 0; index < count; index++) {
    let item = list[Math.floor(random() * list.length)]!
    while (isAmong(drawn, index, item)) item = list[Math.floor(random() * list.length)]!
    drawn[index] = item
  }
  return count
}

function isAmong(drawn: Int32Array, count: number, item: number): boolean {
  for (let index = 0; index < count; index++) if (drawn[index] === item) return true
  return false
}

function shuffle(items: Int32Array, count: number, random: Random): void {
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    const item = items[last]!
    items[last] = items[other]!
    items[other] = item
  }
}
