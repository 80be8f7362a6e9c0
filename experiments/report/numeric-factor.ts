import { parseQuantity, parseRatio, type QuantityKind, quantities } from '#core/quantity.ts'
import type { ScaleKind } from './axis.ts'

export interface NumericFactor {
  readonly places: readonly number[]
  /** Of the places; empty for plain numbers. */
  readonly unit: string
  /** Logarithmic where the values span more than a decade and a half. */
  readonly scale: ScaleKind
}

/**
 * Where the values of a varied path lie on an axis: all plain numbers, all with one unit, or all quantities of one kind, then in its
 * base unit. Undefined for names, for a mixture and for a single value.
 */
export function numericFactor(values: readonly string[]): NumericFactor | undefined {
  if (values.length < 2) return undefined
  const read = sameUnit(values) ?? sameKind(values)
  if (read === undefined) return undefined
  const low = Math.min(...read.places)
  return { ...read, scale: low > 0 && Math.max(...read.places) / low > 30 ? 'log' : 'linear' }
}

type Read = Pick<NumericFactor, 'places' | 'unit'>

const written = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*)$/i

function sameUnit(values: readonly string[]): Read | undefined {
  const parts = values.map((value) => written.exec(value.trim()))
  const unit = parts[0]?.[2] ?? ''
  if (!parts.every((part) => part !== null && part[2] === unit)) return undefined
  return { places: parts.map((part) => Number(part![1])), unit }
}

function sameKind(values: readonly string[]): Read | undefined {
  const kinds = Object.keys(quantities) as QuantityKind[]
  const readers = [
    ...kinds.map((kind) => ({
      unit: quantities[kind].base,
      read: (value: string) => parseQuantity(value, kind),
    })),
    { unit: 'ratio', read: parseRatio },
  ]
  for (const { unit, read } of readers) {
    const places = values.flatMap((value) => {
      const parsed = read(value)
      return 'value' in parsed ? [parsed.value] : []
    })
    if (places.length === values.length) return { places, unit }
  }
  return undefined
}
