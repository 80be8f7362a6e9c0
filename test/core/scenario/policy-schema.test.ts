import { expect, it } from 'vitest'
import { policyOf } from '#core/scenario/policy-schema.ts'
import { check, problemText } from '#core/schema.ts'

const expiry = policyOf('expiry', 'fixed-ttl', 'how long')
const read = (raw: unknown) => check(expiry, raw, 'expiry', 'written')

it('a policy is chosen by name, with its own parameters', () => {
  expect(read('fixed-ttl').value).toMatchObject({ policy: 'fixed-ttl' })
  expect(read({ policy: 'fixed-ttl', ttl: '2 s' }).value).toEqual({ policy: 'fixed-ttl', ttl: 2000 })
  expect(read(undefined).value).toMatchObject({ policy: 'fixed-ttl' })
})

it('an unknown policy and an unknown parameter are named', () => {
  expect(read('fixed-tll').problems.map(problemText)[0]).toContain("did you mean 'fixed-ttl'?")
  expect(read({ policy: 'fixed-ttl', tl: '2 s' }).problems.map(({ path }) => path)).toEqual(['expiry.tl'])
})
