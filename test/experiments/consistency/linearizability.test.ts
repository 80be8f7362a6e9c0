import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Operation } from '#experiments/consistency/history.ts'
import { isLinearizable, linearizability } from '#experiments/consistency/linearizability.ts'

const operation = (
  kind: Operation['kind'],
  value: number | null,
  [start, end]: readonly [number, number],
  given: Partial<Operation> = {},
): Operation => ({ process: 0, key: 0, kind, value, start, end, status: 'ok', ...given })
const info = { status: 'info', end: Number.POSITIVE_INFINITY } as const

/** Tries every order, and every choice of open operations: the definition itself. */
function byDefinition(operations: readonly Operation[], value: number | null = null): boolean {
  if (operations.every(({ status }) => status === 'info')) return true
  return operations.some((first) => {
    if (operations.some(({ end, status }) => status !== 'info' && end < first.start)) return false
    const rest = operations.filter((other) => other !== first)
    const { kind, status, expected } = first
    if (kind === 'read') return first.value === value && byDefinition(rest, value)
    if (status === 'fail') return value !== expected && byDefinition(rest, value)
    if (kind === 'cas' && value !== expected) return status === 'info' && byDefinition(rest, value)
    return byDefinition(rest, first.value)
  })
}

describe('linearizability of a register', () => {
  it('allows a read that overlaps a write to see either value, but no going back', () => {
    const write = operation('write', 1, [0, 10])
    expect(isLinearizable([write, operation('read', null, [1, 2])])).toBe(true)
    expect(isLinearizable([write, operation('read', 1, [1, 2]), operation('read', 1, [3, 4])])).toBe(true)
    expect(isLinearizable([write, operation('read', 1, [1, 2]), operation('read', null, [3, 4])])).toBe(false)
  })

  it('leaves an operation of unknown outcome open for ever', () => {
    const lost = operation('write', 1, [0, 0], info)
    expect(isLinearizable([lost, operation('read', null, [5, 6]), operation('read', 1, [7, 8])])).toBe(true)
    expect(isLinearizable([lost, operation('read', 1, [5, 6]), operation('read', null, [7, 8])])).toBe(false)
  })

  it('takes a failed compare-and-set as having seen another value', () => {
    const failed = operation('cas', 2, [3, 4], { expected: 1, status: 'fail' })
    expect(isLinearizable([operation('write', 1, [0, 1]), failed])).toBe(false)
    expect(isLinearizable([operation('write', 3, [0, 1]), failed])).toBe(true)
  })

  it('looks at each key by itself', () => {
    const other = operation('read', null, [3, 4], { key: 1 })
    expect(linearizability([operation('write', 1, [0, 1]), other]).holds).toBe(true)
  })

  it('shows the fewest operations of a wrong history', () => {
    const noise = Array.from({ length: 30 }, (_, at) => operation('read', 1, [at + 2, at + 2.5]))
    const { holds, counterExample } = linearizability([
      operation('write', 1, [0, 1]),
      ...noise,
      operation('write', 2, [40, 41]),
      operation('read', 1, [42, 43]),
      operation('read', 2, [44, 45]),
    ])
    expect(holds).toBe(false)
    expect(counterExample.map(({ kind, value }) => `${kind} ${value}`)).toEqual([
      'write 1',
      'write 2',
      'read 1',
    ])
  })

  it('agrees with the definition on small histories', () => {
    const arbitrary = fc.record({
      kind: fc.constantFrom('read', 'write', 'cas'),
      value: fc.constantFrom(null, 1, 2),
      expected: fc.constantFrom(null, 1, 2),
      start: fc.nat(8),
      length: fc.nat(5),
      status: fc.constantFrom('ok', 'ok', 'ok', 'fail', 'info'),
    })
    let wrong = 0
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 6 }), (drawn) => {
        const operations = drawn
          .filter(
            ({ kind, status }) =>
              status === 'ok' || kind === 'cas' || (kind === 'write' && status === 'info'),
          )
          .map(
            ({ length, ...rest }): Operation => ({ ...rest, process: 0, key: 0, end: rest.start + length }),
          )
        const expected = byDefinition(operations)
        if (!expected) wrong++
        expect(isLinearizable(operations)).toBe(expected)
      }),
      { numRuns: 3_000, seed: 4 },
    )
    expect(wrong).toBeGreaterThan(300)
  })
})
