import { describe, expect, it } from 'vitest'
import { joulesPerRequest, loadLines } from '#experiments/live/load-lines.ts'
import { summarisePoints } from '#server/load/points.ts'

const points = [{ sentMs: 1_500, responseMs: 10, latenessMs: 1, status: 200, cache: 'HIT', isWrite: false }]
const facts = { with: 'k6', warmUpMs: 1_000, durationMs: 3_000, file: 'points.csv' }
const result = summarisePoints(points, facts)

describe('what a load measured', () => {
  it('says of power whether it was modelled or measured', () => {
    const energy = { joules: 300, wattsMean: 150, source: 'modelled' } as const
    const text = loadLines(result, energy).join('\n')
    expect(text).toMatch(/power +150\.0 +W, modelled/)
    expect(text).toMatch(/energy of a request +300\.0 +J, modelled/)
    const measured = { ...energy, source: 'measured, RAPL package' } as const
    expect(loadLines(result, measured).join('\n')).toContain('W, measured, RAPL package')
    expect(loadLines(result, undefined).join('\n')).not.toContain('power')
  })

  it('divides the energy of the whole measured time by its requests; of none it is 0', () => {
    expect(joulesPerRequest({ durationMs: 10_000, requests: 50 }, { wattsMean: 100 })).toBe(20)
    expect(joulesPerRequest({ durationMs: 10_000, requests: 0 }, { wattsMean: 100 })).toBe(0)
  })

  it('of a script that notes nothing leaves out what it cannot tell and says from when it counts', () => {
    const own = loadLines({ ...result, countsFrom: 'sending' }, undefined).join('\n')
    expect(own).not.toMatch(/gateway hits|lateness/)
    expect(own).toContain('count from the sending')
    expect(loadLines(result, undefined).join('\n')).toMatch(/gateway hits +100/)
  })
})
