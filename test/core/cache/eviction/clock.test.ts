import { it } from 'vitest'
import { clock } from '#core/cache/eviction/clock.ts'
import { expectAgreement } from './agreement.ts'

it('gives each entry that was hit a second chance', () => {
  expectAgreement(clock, (capacity) => {
    const queue: { key: number; isMarked: boolean }[] = []
    return {
      request(key) {
        const held = queue.find((one) => one.key === key)
        if (held !== undefined) {
          held.isMarked = true
          return
        }
        while (queue.length === capacity) {
          const oldest = queue.shift()!
          if (oldest.isMarked) queue.push({ key: oldest.key, isMarked: false })
        }
        queue.push({ key, isMarked: false })
      },
      keys: () => queue.map(({ key }) => key),
    }
  })
})
