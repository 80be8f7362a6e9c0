import fc from 'fast-check'
import { expect } from 'vitest'

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)
function ordinal(x: number): bigint {
  double[0] = x
  return bits[0]! < 0n ? -(bits[0]! & 0x7fffffffffffffffn) : bits[0]!
}

/** How many doubles lie between two doubles. */
export function ulps(a: number, b: number): number {
  if (Object.is(a, b) || a === b) return 0
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity
  const distance = ordinal(a) - ordinal(b)
  return Number(distance < 0n ? -distance : distance)
}

export type RealFunction = (x: number) => number

/** Two thousand numbers of the domain, `allowed` doubles apart at the most. */
export function expectNear(
  ours: RealFunction,
  engines: RealFunction,
  { domain, allowed = 1 }: { readonly domain: fc.Arbitrary<number>; readonly allowed?: number },
): void {
  fc.assert(
    fc.property(domain, (x) => {
      expect(ulps(ours(x), engines(x))).toBeLessThanOrEqual(allowed)
    }),
    { numRuns: 2000, seed: 1 },
  )
}

export function expectEqualAtEnds(ours: RealFunction, engines: RealFunction): void {
  for (const x of [0, -0, Infinity, -Infinity, NaN]) expect(ours(x), String(x)).toBe(engines(x))
}

export const positive = fc.double({ min: 5e-324, max: 1e308, noNaN: true })
export const exponents = fc.double({ min: -745, max: 709, noNaN: true })
export const angles = fc.double({ min: -1e6, max: 1e6, noNaN: true })
