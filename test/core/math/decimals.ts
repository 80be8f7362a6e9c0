import fc from 'fast-check'
import { all, type BigNumber, create } from 'mathjs'
import { expect } from 'vitest'
import { type RealFunction, ulps } from './ulps.ts'

const decimals = create(all!, { number: 'BigNumber', precision: 60 })
const { bignumber, divide } = decimals

/** Not the double's shortest decimal but its exact value: x times 2^62 is a whole number here. */
const exactly = (x: number) =>
  divide(bignumber(String(BigInt(x * 2 ** 62))), bignumber(String(2n ** 62n))) as BigNumber

const exact = {
  log: (x: BigNumber) => decimals.log(x),
  log10: (x: BigNumber) => decimals.log10(x),
  exp: (x: BigNumber) => decimals.exp(x),
}

/** Within 1 ulp of 60-digit decimals, so that the last bit is not borrowed from one engine. */
export function expectNearDecimals(ours: RealFunction, name: keyof typeof exact): void {
  for (const x of fc.sample(fc.double({ min: 1e-3, max: 500, noNaN: true }), { numRuns: 40, seed: 3 }))
    expect(ulps(ours(x), Number(exact[name](exactly(x)))), `${name}(${x})`).toBeLessThanOrEqual(1)
}
