import { describe, expect, it } from 'vitest'
import { type Admission, admissionPolicies } from '#core/cache/admission.ts'
import { keyHash } from '#core/collections/key-hash.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'

const created = (policy: string): Admission =>
  createPolicy(
    admissionPolicies,
    { policy },
    { capacity: 100_000, entries: 100, random: stream(1, 'admission') },
  )

describe.each(admissionPolicies.map(({ name }) => name))('%s, as every admission,', (name) => {
  it('decides the same twice from the same requests and draws', () => {
    const decisions = () => {
      const admission = created(name)
      return Array.from({ length: 2000 }, (_, index) => {
        const key = (index * index) % 97
        admission.request(keyHash(key), 1 + 50 * key)
        return admission.admits(keyHash(key), 1 + 50 * key, keyHash((index * 7) % 97))
      })
    }
    expect(decisions()).toEqual(decisions())
  })

  it('lets a small entry that is asked for again and again in before long', () => {
    const admission = created(name)
    const isAdmitted = Array.from({ length: 20 }, () => {
      admission.request(keyHash(1), 10)
      return admission.admits(keyHash(1), 10, keyHash(2))
    })
    expect(isAdmitted).toContain(true)
  })
})
