import { describe, expect, it } from 'vitest'
import { Codel } from '#core/admit/codel.ts'

const codel = () => new Codel({ targetMs: 5, intervalMs: 100 })

describe('controlled delay', () => {
  it('drops nothing while some wait in each interval is short', () => {
    const control = codel()
    for (let now = 0; now < 2_000; now++) expect(control.drops(now % 90 === 0 ? 1 : 50, now)).toBe(false)
  })

  it('stops when a wait is short, and begins again with the rate it had', () => {
    const control = codel()
    const drops: number[] = []
    for (let now = 0; now < 1_000; now++) if (control.drops(50, now)) drops.push(now)
    expect(drops.length).toBeGreaterThan(8)
    expect(control.drops(1, 1_000)).toBe(false)
    expect(control.isDropping).toBe(false)
    const again: number[] = []
    for (let now = 1_001; again.length < 2; now++) if (control.drops(50, now)) again.push(now)
    expect(again[1]! - again[0]!).toBeLessThan(50)
  })
})
