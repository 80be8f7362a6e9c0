/** What every autoscaler promises. */
import { describe, expect, it } from 'vitest'
import { stream } from '#core/random.ts'
import type { FleetReading, InstanceReading, Scale, ScaleContext } from '#core/scale/scale.ts'

export const contextOf = (replicasMin = 1, replicasMax = 100): ScaleContext => ({
  replicasMin,
  replicasMax,
  random: stream(3, 'scale'),
})

/** An instance that asked for a whole processor and uses so much of it. */
export const using = (share: number | undefined, rest: Partial<InstanceReading> = {}): InstanceReading => ({
  isReady: true,
  cpuMsPerSecond: share === undefined ? undefined : Math.round(1000 * share),
  requestMsPerSecond: 1000,
  ageMs: 3_600_000,
  ...rest,
})

export const reading = (
  instances: readonly InstanceReading[],
  rest: Partial<FleetReading> = {},
): FleetReading => ({
  replicas: instances.length,
  instances,
  backlog: 0,
  concurrency: 0,
  arrivalsPerSecond: 0,
  ...rest,
})

/** A load in processors, spread over as many instances as the policy asks for; the replicas at each period of 15 s. */
export function follow(scale: Scale, load: (now: number) => number, periods: number, start = 1): number[] {
  let replicas = start
  return Array.from({ length: periods }, (_, period) => {
    const now = 15_000 * period
    const share = replicas > 0 ? load(now) / replicas : 0
    const instances = Array.from({ length: replicas }, () => using(Math.min(1, share)))
    const told = {
      concurrency: 50 * load(now),
      arrivalsPerSecond: 100 * load(now),
      backlog: share > 1 ? 20 : 0,
    }
    replicas = scale.decide(reading(instances, told), now).replicas
    return replicas
  })
}

export function scaleContract(name: string, create: (context: ScaleContext) => Scale): void {
  describe(`${name}, as every autoscaler,`, () => {
    it('asks for whole replicas within the bounds, and for some processors', () => {
      const random = stream(4, 'load')
      for (const replicas of follow(create(contextOf(2, 9)), () => 30 * random(), 500)) {
        expect(Number.isInteger(replicas)).toBe(true)
        expect(replicas).toBeGreaterThanOrEqual(2)
        expect(replicas).toBeLessThanOrEqual(9)
      }
      expect(create(contextOf()).decide(reading([using(0.5)]), 0).processors).toBeGreaterThan(0)
    })

    it('decides the same for the same readings', () => {
      const once = () => follow(create(contextOf()), (now) => 5 + 4 * Math.sin(now / 1e6), 400)
      expect(once()).toEqual(once())
    })

    it('survives missing metrics, no instances and numbers that are none', () => {
      const scale = create(contextOf(1, 7))
      const odd = { backlog: Number.NaN, concurrency: Number.NaN, arrivalsPerSecond: Number.NaN }
      const readings = [
        reading([]),
        reading([using(undefined), using(undefined)]),
        reading([using(0.5, { isReady: false })]),
        reading([using(0.5)], odd),
        reading([], odd),
      ]
      for (let period = 0; period < 100; period++) {
        const { replicas } = scale.decide(readings[period % 5]!, 15_000 * period)
        expect(replicas).toBeGreaterThanOrEqual(1)
        expect(replicas).toBeLessThanOrEqual(7)
      }
    })
  })
}
