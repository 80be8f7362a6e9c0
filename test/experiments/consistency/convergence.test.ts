import { expect, it } from 'vitest'
import { convergence } from '#experiments/consistency/convergence.ts'
import type { Operation } from '#experiments/consistency/history.ts'

const operation = (kind: 'read' | 'write', value: number, start: number, key = 0): Operation => ({
  process: 0,
  key,
  kind,
  value,
  start,
  end: start + 1,
  status: 'ok',
})

it('wants the newest version of each key from every read after things have settled', () => {
  const history = [operation('write', 2, 0), operation('write', 9, 0, 1), operation('read', 1, 50)]
  expect(convergence(history, 100).holds).toBe(true)
  expect(convergence([...history, operation('read', 2, 100)], 100).holds).toBe(true)
  const late = operation('read', 1, 100)
  expect(convergence([...history, late], 100)).toMatchObject({
    holds: false,
    counterExample: [history[0], late],
  })
})
