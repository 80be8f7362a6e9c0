import { type Parsed, parseQuantity, parseRatio, type QuantityKind, quantities } from '#core/quantity.ts'
import type { Form, Schema } from '../schema.ts'
import { type Described, leaf } from './leaf.ts'

export interface Bounded extends Described<number> {
  readonly min?: number
  readonly max?: number
}

export const ms = (o: Bounded = {}) => quantity('time', 'Ms', o)
export const bytes = (o: Bounded = {}) => quantity('size', 'Bytes', o)
export const perSecond = (o: Bounded = {}) => quantity('rate', 'PerSecond', o)
export const bytesPerSecond = (o: Bounded = {}) => quantity('bandwidth', 'BytesPerSecond', o)
export const watts = (o: Bounded = {}) => quantity('power', 'Watts', o)
/** A share of a whole, 0..1 unless said, also written as a percentage. */
export const ratio = (o: Bounded = {}) =>
  numeric({ min: 0, max: 1, ...o }, 'ratio', '', (raw, form) =>
    form === 'written' ? parseRatio(raw) : plainNumber(raw),
  )
/** How many: a whole number from 0. */
export const count = (o: Bounded = {}) => numeric({ min: 0, ...o }, 'count', 'Count', wholeNumber)
/** A plain number whose unit, if any, stands in its name. */
export const number = (o: Bounded = {}) => numeric({ min: -Infinity, ...o }, '', '', plainNumber)

function quantity(kind: QuantityKind, suffix: string, o: Bounded): Schema<number> {
  return numeric({ min: 0, ...o }, quantities[kind].unit, suffix, (raw, form) =>
    form === 'written' ? parseQuantity(raw, kind) : plainNumber(raw),
  )
}

type ParseNumber = (raw: unknown, form: Form) => Parsed

function numeric(o: Bounded, unit: string, suffix: string, parse: ParseNumber): Schema<number> {
  const { min = -Infinity, max = Infinity } = o
  const allowed = rangeText(min, max, unit)
  return leaf(o, { unit, allowed, suffix }, (raw, form) => {
    const parsed = parse(raw, form)
    if ('wrong' in parsed || (parsed.value >= min && parsed.value <= max)) return parsed
    return { wrong: `${String(raw)} is out of range` }
  })
}

function rangeText(min: number, max: number, unit: string): string {
  const ending = unit === '' || unit === 'ratio' || unit === 'count' ? '' : ` ${unit}`
  const kind = unit === 'count' ? 'whole number ' : ''
  if (min === -Infinity && max === Infinity) return 'any number'
  if (max === Infinity) return `${kind}at least ${min}${ending}`
  if (min === -Infinity) return `${kind}at most ${max}${ending}`
  return `${kind}${min} to ${max}${ending}`
}

function plainNumber(raw: unknown): Parsed {
  return typeof raw === 'number' && Number.isFinite(raw)
    ? { value: raw }
    : { wrong: 'expected a plain number' }
}

function wholeNumber(raw: unknown): Parsed {
  return Number.isSafeInteger(raw)
    ? { value: raw as number }
    : { wrong: 'expected a whole number without unit' }
}
