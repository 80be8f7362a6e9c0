import { expect, it } from 'vitest'
import { probe } from '#core/scale/heal/probe.ts'

const create = () => probe({ periodMs: 10, initialDelayMs: 5, successes: 2, failures: 3 })

it('asks in its rhythm, whatever the answers take', () => {
  const one = create()
  expect(one.nextMs()).toBe(Number.POSITIVE_INFINITY)
  one.started(100)
  expect(one.nextMs()).toBe(105)
  one.took(true, 106)
  expect(one.nextMs()).toBe(115)
  one.took(false, 131)
  expect(one.nextMs()).toBe(135)
})

it('passes after successes in a row and fails after silences in a row', () => {
  const one = create()
  one.started(0)
  const seen = [true, false, true, true, false, false, true, false, false, false].map((isAnswered, index) => {
    one.took(isAnswered, 5 + 10 * index)
    return `${one.isPassing ? 'P' : '-'}${one.hasFailed ? 'F' : '-'}`
  })
  expect(seen).toEqual(['--', '--', '--', 'P-', 'P-', 'P-', 'P-', 'P-', 'P-', '-F'])
})
