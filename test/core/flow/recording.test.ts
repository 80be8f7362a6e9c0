import { expect, it } from 'vitest'
import { type Effect, offload, remoteSet, send, sleep, work } from '#core/flow/effect.ts'
import { effectDigest } from '#core/flow/recording.ts'

it.each([
  [work({ stage: 'render', sizeBytes: 10, taskClass: 1, waitMs: 0 }), 'render 10'],
  [offload({ stage: 'compress', sizeBytes: 7 }), 'compress 7'],
  [send({ index: 3, sizeBytes: 20, isData: false }), '3 20'],
  [sleep(5), '5'],
  [remoteSet({ tenant: 1, key: 2, version: 3, sizeBytes: 4, expiresAt: 5, value: 'x' }), '1 2 3'],
])('the digest of an effect is what it decides', (effect, digest) => {
  expect(effectDigest(effect as Effect)).toBe(digest)
})
