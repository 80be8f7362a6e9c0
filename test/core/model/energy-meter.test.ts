import { describe, expect, it } from 'vitest'
import { EnergyMeter } from '#core/model/energy-meter.ts'
import type { PowerConfig } from '#core/scenario.ts'

const line: PowerConfig = {
  model: 'idle-busy',
  idleWatts: 100,
  busyWatts: 200,
  nodeWatts: 0,
  exponent: 1,
  table: '',
}

describe('energy meter', () => {
  it('sums power over time: an hour at half load of a 100 W to 200 W machine is 150 Wh', () => {
    const meter = new EnergyMeter(line, 1)
    for (let second = 0; second < 3600; second++)
      expect(meter.add({ utilisation: 0.5, nodes: 1, elapsedMs: 1000 })).toBe(150)
    expect(meter.joules / 3600).toBeCloseTo(150, 9)
  })

  it('weighs each sample by its length', () => {
    const meter = new EnergyMeter(line, 1)
    meter.add({ utilisation: 0, nodes: 1, elapsedMs: 9000 })
    meter.add({ utilisation: 1, nodes: 1, elapsedMs: 1000 })
    expect(meter.joules).toBeCloseTo(1100, 9)
  })

  it('counts what each node draws beside, and half the nodes as half the power', () => {
    const meter = new EnergyMeter({ ...line, nodeWatts: 10 }, 4)
    expect(meter.add({ utilisation: 0, nodes: 4, elapsedMs: 1 })).toBe(140)
    expect(meter.add({ utilisation: 0, nodes: 2, elapsedMs: 1 })).toBe(70)
  })

  it('begins anew when warm-up is over', () => {
    const meter = new EnergyMeter(line, 1)
    meter.add({ utilisation: 1, nodes: 1, elapsedMs: 5000 })
    meter.restart()
    meter.add({ utilisation: 1, nodes: 1, elapsedMs: 1000 })
    expect(meter.joules).toBeCloseTo(200, 9)
  })
})
