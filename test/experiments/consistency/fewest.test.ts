import { describe, expect, it } from 'vitest'
import { fewest } from '#experiments/consistency/fewest.ts'
import type { Operation } from '#experiments/consistency/history.ts'

const read = (value: number, start: number): Operation => ({
  process: 0,
  key: 0,
  kind: 'read',
  value,
  start,
  end: start + 1,
  status: 'ok',
})

describe('the fewest operations', () => {
  it('stop at the first mistake and leave out what does not take part in it', () => {
    const register = [read(1, 0), read(2, 2), read(1, 4), read(2, 6), read(1, 8)]
    const fallsBack = (some: readonly Operation[]) =>
      some.some(({ start, value, status }) =>
        some.some(
          (later) => status === 'ok' && later.status === 'ok' && later.start > start && later.value! < value!,
        ),
      )
    expect(fewest(register, fallsBack)).toEqual([read(2, 2), read(1, 4)])
  })

  it('keep a write as long as a read of its value is left', () => {
    const write: Operation = { ...read(7, 0), kind: 'write' }
    const register = [write, read(7, 2)]
    expect(fewest(register, (some) => some.some(({ kind }) => kind === 'read'))).toEqual(register)
  })
})
