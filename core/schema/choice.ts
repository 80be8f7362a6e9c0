import { suggestion } from '#core/nearest-name.ts'
import type { Schema } from '../schema.ts'
import { type Described, leaf } from './leaf.ts'

export function choice<const T extends string>(o: Described<T> & { values: readonly T[] }): Schema<T> {
  return leaf(o, { unit: '', allowed: o.values.join(', '), suffix: '' }, (raw) => {
    const found = o.values.find((value) => value === raw)
    if (found !== undefined) return { value: found }
    return { wrong: `unknown choice '${String(raw)}'${suggestion(String(raw), o.values)}` }
  })
}

export function flag(o: Described<boolean> = {}): Schema<boolean> {
  return leaf(o, { unit: '', allowed: 'true or false', suffix: 'is' }, (raw) =>
    typeof raw === 'boolean' ? { value: raw } : { wrong: 'expected true or false' },
  )
}

export function text(o: Described<string> = {}): Schema<string> {
  return leaf(o, { unit: '', allowed: 'text', suffix: '' }, (raw) =>
    typeof raw === 'string' ? { value: raw } : { wrong: 'expected text' },
  )
}
