import { describe, expect, it } from 'vitest'
import { concurrentRetriesMax, RetryBudget } from '#core/admit/retry-budget.ts'

describe('the budget of retries', () => {
  it('pays one retry for five requests when there is no reserve, and forgets them after their time', () => {
    const budget = new RetryBudget({ ttlMs: 10_000, minPerSecond: 0, share: 0.2 })
    for (let id = 0; id < 50; id++) budget.deposit(0)
    for (let id = 0; id < 4; id++) expect(budget.tryWithdraw(100)).toBe(true)
    expect(budget.balance(100)).toBe(6)
    expect(budget.balance(11_000)).toBe(0)
    expect(budget.tryWithdraw(11_000)).toBe(false)
  })

  it('has its reserve again after its time', () => {
    const budget = new RetryBudget({ ttlMs: 10_000, minPerSecond: 1, share: 0.2 })
    let retries = 0
    while (budget.tryWithdraw(0)) retries++
    expect(retries).toBe(10)
    expect(budget.tryWithdraw(12_000)).toBe(true)
  })

  it('allows a share of what is under way, at least a few', () => {
    expect([concurrentRetriesMax(99), concurrentRetriesMax(0)]).toEqual([19, 3])
  })
})
