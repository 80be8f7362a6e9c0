import { expect, it } from 'vitest'
import { watchLoop } from '#server/loop-facts.ts'

it('facts of the loop only grow, and count from zero', () => {
  const watch = watchLoop()
  const first = watch.facts()
  expect(first).toMatchObject({ collections: 0, collectionMs: 0 })
  const later = watch.facts()
  expect(later.activeMs).toBeGreaterThanOrEqual(first.activeMs)
  expect(later.cpuMs).toBeGreaterThanOrEqual(first.cpuMs)
  expect(first.cpuMs).toBeGreaterThan(0)
  expect(watch.delayMsP99()).toBeGreaterThanOrEqual(0)
})
