import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Customer } from '#sim/station/customer.ts'
import { arrivalLine, rankedLine } from '#sim/station/line.ts'

function customersOf(ranks: readonly number[]): Customer[] {
  return ranks.map((rank, sequence) => {
    const customer = new Customer(0, 0)
    customer.rank = rank
    customer.sequence = sequence
    return customer
  })
}

describe('lines', () => {
  it('give every customer who is still there, in order of rank and then of sequence', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(5), fc.boolean())), (all) => {
        const customers = customersOf(all.map(([rank]) => rank))
        for (const [index, [, isGone]] of all.entries()) customers[index]!.isGone = isGone
        const ranked = rankedLine()
        const arrived = arrivalLine()
        for (const customer of customers) {
          ranked.push(customer)
          arrived.push(customer)
        }
        const there = customers.filter(({ isGone }) => !isGone)
        const byRank = [...there].sort((a, b) => a.rank - b.rank || a.sequence - b.sequence)
        expect(ranked.first()).toBe(byRank[0])
        expect(arrived.first()).toBe(there[0])
        expect(byRank.map(() => ranked.take())).toEqual(byRank)
        expect(there.map(() => arrived.take())).toEqual(there)
        expect([ranked.take(), arrived.take()]).toEqual([undefined, undefined])
      }),
      { seed: 1 },
    )
  })
})
