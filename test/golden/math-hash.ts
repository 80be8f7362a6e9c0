import { exp } from '#core/math/exp.ts'
import { expm1 } from '#core/math/expm1.ts'
import { log } from '#core/math/log.ts'
import { log2, log10 } from '#core/math/log-to-base.ts'
import { log1p } from '#core/math/log1p.ts'
import { pow } from '#core/math/pow.ts'
import { cos, sin } from '#core/math/sin-cos.ts'

/**
 * A hash over the bits of core/math at pseudo-random arguments: equal in every engine, or the functions are not portable.
 *
 * Source: FNV-1a, 32 bits (Fowler, Noll, Vo 1991), over both halves of each result; arguments by Numerical Recipes' generator.
 */
export function mathHash(samples: number): string {
  const double = new Float64Array(1)
  const words = new Uint32Array(double.buffer)
  let hash = 0x811c9dc5
  let state = 20260117
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  const feed = (value: number) => {
    double[0] = value
    hash = Math.imul(hash ^ words[0]!, 0x01000193)
    hash = Math.imul(hash ^ words[1]!, 0x01000193)
  }
  for (let i = 0; i < samples; i++) {
    const u = uniform()
    const signed = (uniform() - 0.5) * 64
    const wide = (u * 4294967296) / (uniform() * 4294967296)
    for (const f of [log, log2, log10]) feed(f(wide))
    for (const f of [exp, expm1, sin, cos]) feed(f(signed))
    feed(log1p(u - 0.5))
    feed(pow(wide, signed / 8))
  }
  return (hash >>> 0).toString(16).padStart(8, '0')
}
