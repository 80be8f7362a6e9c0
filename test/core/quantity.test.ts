import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseQuantity, parseRatio } from '#core/quantity.ts'

describe('quantities', () => {
  it('are read in base units', () => {
    expect(parseQuantity('300 ms', 'time')).toEqual({ value: 300 })
    expect(parseQuantity('1.2 s', 'time')).toEqual({ value: 1200 })
    expect(parseQuantity('2 min', 'time')).toEqual({ value: 120_000 })
    expect(parseQuantity('300us', 'time')).toEqual({ value: 0.3 })
    expect(parseQuantity('16 KiB', 'size')).toEqual({ value: 16_384 })
    expect(parseQuantity('8 GB', 'size')).toEqual({ value: 8e9 })
    expect(parseQuantity('120000 / s', 'rate')).toEqual({ value: 120_000 })
    expect(parseQuantity('90 / min', 'rate')).toEqual({ value: 1.5 })
    expect(parseQuantity('12.5 MB / s', 'bandwidth')).toEqual({ value: 12_500_000 })
    expect(parseQuantity('100 Mb/s', 'bandwidth')).toEqual({ value: 12_500_000 })
    expect(parseQuantity('112 W', 'power')).toEqual({ value: 112 })
    expect(parseQuantity('0.2 kW', 'power')).toEqual({ value: 200 })
  })

  it('need a unit', () => {
    expect(parseQuantity(300, 'time')).toEqual({ wrong: "300 has no unit, write it in ms such as '300 ms'" })
    expect(parseQuantity('300', 'time')).toHaveProperty('wrong')
    expect(parseQuantity('ms', 'time')).toHaveProperty('wrong')
  })

  it('need the right dimension', () => {
    expect(parseQuantity('16 KiB', 'time')).toEqual({
      wrong: "'16 KiB' is not in ms, write it such as '300 ms'",
    })
    expect(parseQuantity('3 W', 'rate')).toHaveProperty('wrong')
    expect(parseQuantity('12 MB', 'bandwidth')).toHaveProperty('wrong')
  })

  it('report whatever is not a quantity', () => {
    for (const raw of [
      '',
      'soon',
      '5 5 ms',
      'NaN ms',
      '1e999 ms',
      '3 bananas',
      null,
      undefined,
      true,
      [],
      {},
    ])
      expect(parseQuantity(raw, 'time'), String(raw)).toHaveProperty('wrong')
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        const parsed = parseQuantity(raw, 'size')
        expect('wrong' in parsed || Number.isFinite(parsed.value)).toBe(true)
      }),
      { seed: 1 },
    )
  })

  it('of any size survive writing and reading, without noise from unit factors', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (n) => {
        expect(parseQuantity(`${n} ms`, 'time')).toEqual({ value: n })
        expect(parseQuantity(`${n / 1000} s`, 'time')).toEqual({ value: n })
      }),
      { seed: 2 },
    )
  })
})

describe('ratios', () => {
  it('are plain numbers or percentages', () => {
    expect(parseRatio(0.86)).toEqual({ value: 0.86 })
    expect(parseRatio('86 %')).toEqual({ value: 0.86 })
    expect(parseRatio('12.5%')).toEqual({ value: 0.125 })
    expect(parseRatio('0.3')).toEqual({ value: 0.3 })
  })

  it('report whatever else', () => {
    for (const raw of ['much', '5 ms', '%', NaN, null, {}])
      expect(parseRatio(raw), String(raw)).toHaveProperty('wrong')
  })
})
