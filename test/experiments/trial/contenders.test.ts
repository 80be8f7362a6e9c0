import { describe, expect, it } from 'vitest'
import { readWebScenario } from '#experiments/scenario-file.ts'
import { adaptive, plain, presetContender, schedulers } from '#experiments/trial/contenders.ts'

const read = (changes: readonly string[] = []) => readWebScenario('experiments/trial/trial.yaml', changes)
const presets = read().control.presets

describe('contenders', () => {
  const all = [
    ...schedulers,
    ...presets.map(({ name }, index) => presetContender(name, index)),
    ...adaptive(3),
  ]

  it('have names of their own and scenarios that can be read', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
    for (const { changes } of all) expect(read(changes).control.isEnabled).toBe(true)
  })

  it('that are schedulers change nothing else: the plain preset is empty', () => {
    const { name, ...settings } = presets[plain]!
    expect(name).toBe('plain')
    expect(Object.values(settings).every((value) => value === undefined)).toBe(true)
  })

  it('fall back to the preset that was tuned', () => {
    const { fallback } = read(adaptive(3).at(-1)!.changes).control
    expect(fallback).toMatchObject({ isEnabled: true, rules: { setting: 3 } })
  })

  it('leave out the learner or the detector of the hybrid, and nothing else', () => {
    const controlOf = (name: string) => read(adaptive(3).find((one) => one.name === name)!.changes).control
    const whole = controlOf('learner with fall-back')
    const noLearner = controlOf('detector, no learner')
    expect(noLearner.policy).toMatchObject({ policy: 'fixed-setting', setting: plain })
    expect(noLearner.fallback).toMatchObject({
      rules: whole.fallback.rules,
      detector: whole.fallback.detector,
    })
    const noDetector = controlOf('learner with fall-back, no detector')
    expect(noDetector.policy).toEqual(whole.policy)
    expect({ ...noDetector.fallback, detector: whole.fallback.detector }).toEqual(whole.fallback)
    expect(noDetector.fallback.detector).not.toEqual(whole.fallback.detector)
  })

  it('that are rules step through presets that the others have as well', () => {
    const rules = adaptive(0).find(({ name }) => name.startsWith('rules'))!
    for (const preset of read(rules.changes).control.presets) expect(presets).toContainEqual(preset)
  })
})
