import { describe, expect, it } from 'vitest'
import { makeAdmit } from './make-admit.ts'

describe('priority shedding', () => {
  it('keeps room for what is more important', () => {
    const { entering } = makeAdmit({ policy: 'priority-shedding', capacityCount: 100, shares: [1, 0.9, 0.5] })
    expect(entering(200, 7)).toBe(50)
    expect(entering(200, 1)).toBe(40)
    expect(entering(200, 2)).toBe(0)
    expect(entering(200, 0)).toBe(10)
  })
})
