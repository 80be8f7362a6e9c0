import { expect, it } from 'vitest'
import { copyAsTold, copyOf } from '#core/cache/copy.ts'

const entry = { tenant: 0, key: 1, version: 1, sizeBytes: 1, expiresAt: 50, value: undefined }

it('never outlives its source', () => {
  expect(copyOf(entry, 10, 90, 3)).toEqual({ entry, storedAt: 10, expiresAt: 50, loadMs: 3 })
  expect(copyOf(entry, 10, 30, 3).expiresAt).toBe(30)
})

it('what came with a message is as fresh as its source, and cost nothing', () => {
  expect(copyAsTold(entry)).toEqual({ entry, storedAt: 0, expiresAt: 50, loadMs: 0 })
})
