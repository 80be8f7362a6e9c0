import { describe, expect, it } from 'vitest'
import { rejection } from '#core/admit/admission-control.ts'
import { makeAdmit } from './make-admit.ts'

describe('admission control by success rate', () => {
  it('refuses earlier the more aggressive it is', () => {
    const o = { threshold: 0.95, aggression: 2, maxRejection: 0.8 }
    expect(rejection({ requests: 100, good: 80 }, o)).toBeCloseTo(Math.sqrt((100 - 80 / 0.95) / 101), 12)
    expect(rejection({ requests: 100, good: 96 }, o)).toBe(0)
  })

  it('refuses its share when half of the requests fail', () => {
    const { admit, clock, entering } = makeAdmit({ policy: 'admission-control' })
    for (let id = 0; id < 200; id++) admit.finished({ ms: 1, isFailed: id % 2 === 0 })
    expect(Math.abs(entering(4_000) / 4_000 - (1 - (200 - 100 / 0.95) / 201))).toBeLessThan(0.03)
    clock.now += 31_000
    expect(entering(100)).toBe(100)
  })
})
