import { expect, it } from 'vitest'
import { changedSettings } from '#experiments/report/changed-settings.ts'

it('names the path of every difference with both values', () => {
  const base = { servers: 1, service: { shape: 'exponential', meanMs: 1 }, list: [1, 2] }
  const candidate = { servers: 1, service: { shape: 'exponential', meanMs: 1.05, cv: 2 }, list: [1, 3] }
  expect(changedSettings(base, candidate)).toEqual([
    ['service.meanMs', '1', '1.05'],
    ['list.1', '2', '3'],
    ['service.cv', '-', '2'],
  ])
})

it('finds nothing where nothing differs, and sees an empty list become full', () => {
  expect(changedSettings({ a: { b: 1 } }, { a: { b: 1 } })).toEqual([])
  expect(changedSettings({ classes: [] }, { classes: [{ share: 1 }] })).toEqual([
    ['classes', 'none', '-'],
    ['classes.0.share', '-', '1'],
  ])
})
