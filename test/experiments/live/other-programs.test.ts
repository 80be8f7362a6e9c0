import { describe, expect, it } from 'vitest'
import { machineTime, otherPrograms } from '#experiments/live/other-programs.ts'

const from = { busyMs: 1_000, totalMs: 10_000, ownMs: 500, selfMs: 0 }

describe('other programs', () => {
  it('used what the machine was busy with and this program was not', () => {
    expect(otherPrograms(from, { busyMs: 2_000, totalMs: 12_000, ownMs: 900, selfMs: 0 })).toBeCloseTo(
      0.3,
      12,
    )
  })

  it('used nothing when all was ours, or when no time passed', () => {
    expect(otherPrograms(from, { busyMs: 2_000, totalMs: 12_000, ownMs: 1_600, selfMs: 0 })).toBe(0)
    expect(otherPrograms(from, from)).toBe(0)
  })

  it('are told from the times of this machine', () => {
    const { busyMs, totalMs } = machineTime()
    expect(busyMs).toBeGreaterThan(0)
    expect(totalMs).toBeGreaterThanOrEqual(busyMs)
    expect(machineTime().selfMs).toBeGreaterThan(0)
  })
})
