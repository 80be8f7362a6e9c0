import { describe, expect, it } from 'vitest'
import { replayTrace } from '#core/cache/replay-trace.ts'
import { compare, isKnown } from './compare.ts'
import { readTruths } from './rows.ts'
import { traceOf } from './traces.ts'

const small = [...readTruths('cache-unit.tsv'), ...readTruths('cache-bytes.tsv')].filter(
  (truth) => truth.trace !== 'syn_zipf_sized' && isKnown(truth),
)

describe('ground truth by libCacheSim', () => {
  it('has the traces that the rows were made of', () => {
    expect(new Set(traceOf('web07').keys).size).toBe(20_484)
    expect(new Set(traceOf('webcachesim_test').keys).size).toBe(960)
    expect(small.length).toBeGreaterThan(150)
  })

  it.each(small.map((truth) => [truth.trace, truth.policy, truth.capacity, truth] as const))(
    '%s, %s, capacity %i',
    (_trace, _policy, _capacity, truth) => {
      const { misses, missBytes, verdict } = compare(truth)
      expect(
        verdict,
        `${misses} misses, ${truth.misses} expected; ${missBytes} bytes, ${truth.missBytes}`,
      ).not.toBe('away')
    },
  )

  it.each(
    small
      .filter(({ trace, policy }) => trace === 'web07' && policy === 'GDSF')
      .map((truth) => [truth.capacity, truth] as const),
  )('LFU with dynamic aging is GDSF when all sizes are 1, capacity %i', (capacity, truth) => {
    expect(replayTrace(traceOf('web07'), { policy: { policy: 'lfu-da' }, capacity }).misses).toBe(
      truth.misses,
    )
  })
})
