import { describe, expect, it } from 'vitest'
import { tinyLfu } from '#core/cache/admission/tiny-lfu.ts'
import { keyHash } from '#core/collections/key-hash.ts'

const created = () => tinyLfu.create({}, { capacity: 100, entries: 100, random: () => 0.5 })
const [often, once, never] = [keyHash(1), keyHash(2), keyHash(3)]

describe('tiny-lfu admission', () => {
  it('admits whoever was asked for more often than the victim, not equally often', () => {
    const admission = created()
    for (let i = 0; i < 3; i++) admission.request(often, 1)
    admission.request(once, 1)
    expect(admission.admits(often, 1, once)).toBe(true)
    expect(admission.admits(once, 1, often)).toBe(false)
    expect(admission.admits(once, 1, once)).toBe(false)
    expect(admission.admits(never, 1, once)).toBe(false)
  })

  it('admits all while there is room', () => {
    expect(created().admits(never, 1, -1)).toBe(true)
  })

  it('forgets popularity of long ago', () => {
    const admission = created()
    for (let i = 0; i < 14; i++) admission.request(often, 1)
    for (let i = 0; i < 4000; i++) admission.request(keyHash(100 + i), 1)
    for (let i = 0; i < 6; i++) admission.request(once, 1)
    expect(admission.admits(once, 1, often)).toBe(true)
  })
})
