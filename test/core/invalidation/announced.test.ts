import { expect, it } from 'vitest'
import { announced, announcedWithCopy } from '#core/invalidation/announced.ts'

it('a write is told to all, and the copy goes along only where it is written through', () => {
  expect(announced).toEqual({
    fillsShared: false,
    audience: 'all',
    carriesCopy: false,
    keepsOwn: true,
    holdsStale: false,
  })
  expect(announcedWithCopy).toEqual({ ...announced, fillsShared: true, carriesCopy: true })
})
