import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  adopt,
  adoptLevels,
  applyPreset,
  createSettings,
  settingBounds,
  settingNames,
  settingsNow,
} from '#core/control/settings.ts'
import { createRunQueue } from '#core/schedule/run-queue.ts'
import type { RunItem } from '#core/schedule/schedule.ts'
import { taskClasses } from '#core/schedule/task-class.ts'

describe('settings', () => {
  it('refuse nothing at first', () => expect(createSettings().queueMax).toBe(Number.POSITIVE_INFINITY))

  it('name every bound once', () =>
    expect([...settingNames].sort()).toEqual(Object.keys(settingBounds).sort()))

  it('take over the weights of a schedule, which then reads the settings', () => {
    const settings = createSettings()
    const weights = adopt(settings, { alpha: 0.4, ageing: 2 }, ['alpha', 'ageing'])
    const levels = adoptLevels(settings, [4, 3, 2, 1, 0])
    settings.alpha = 7
    settings.levels[4] = 9
    expect([weights.alpha, weights.ageing, settings.ageing, levels[4]]).toEqual([7, 2, 2, 9])
  })

  it('leave a schedule without a node its own weights', () => {
    const weights = { alpha: 0.4 }
    expect(adopt(undefined, weights, ['alpha'])).toBe(weights)
    expect(adoptLevels(undefined, [1])).toEqual([1])
  })

  it('are the configured ones where a preset says nothing', () => {
    const settings = createSettings(0.8)
    settings.beta = 0.4
    const configured = settingsNow(settings)
    applyPreset(settings, configured, { beta: 3, queueMax: 10, levels: [1, 1, 1, 1, 1] })
    expect(settings).toMatchObject({ beta: 3, queueMax: 10, csrAboveUtilisation: 0.8 })
    applyPreset(settings, configured, {})
    expect(settings).toEqual(configured)
  })

  it('stay within their bounds, whatever is asked', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settingNames), fc.double(), (name, value) => {
        const settings = createSettings()
        applyPreset(settings, settingsNow(settings), { [name]: value })
        const { min, max } = settingBounds[name]
        const isOpenEnd = name === 'queueMax' && value === Number.POSITIVE_INFINITY
        expect(isOpenEnd || (settings[name] >= min && settings[name] <= max)).toBe(true)
      }),
    )
  })
})

describe('a schedule that goes by settings', () => {
  const task = (taskClass: number, sizeBytes = 1_000): RunItem => ({
    taskClass,
    stage: taskClasses[taskClass]!,
    sizeBytes,
    enqueuedAtMs: 0,
    servedMs: 0,
    mark: 0,
  })
  const queueOf = (policy: string) => {
    const settings = createSettings()
    const queue = createRunQueue({ policy }, { now: 1 }, { settings })
    /** The class of the first of two tasks, of which the lighter came first. */
    const first = () => {
      for (const index of [0, 4]) queue.push(task(index))
      const { taskClass } = queue.pop()!
      queue.pop()
      return taskClass
    }
    return { settings, first }
  }

  it('priority: another level, another order', () => {
    const { settings, first } = queueOf('priority')
    expect(first()).toBe(0)
    settings.levels[4] = 9
    expect(first()).toBe(4)
  })

  it('adaptive and collaborative: their weights are in the settings and are read from there', () => {
    expect(queueOf('adaptive').settings).toMatchObject({ alpha: 0.4, beta: 0.4, gamma: 0.2, ageing: 1 })
    const { settings, first } = queueOf('collaborative')
    expect(settings).toMatchObject({ theta1: 0.4, theta2: 0.4, theta3: 0.2, ageing: 1 })
    expect(first()).toBe(0)
    const noted: number[] = []
    Object.defineProperty(settings, 'theta1', { get: () => noted.push(1) })
    first()
    expect(noted.length).toBeGreaterThan(0)
  })
})
