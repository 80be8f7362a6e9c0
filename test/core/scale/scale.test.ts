import { expect, it } from 'vitest'
import { createPolicy } from '#core/policy.ts'
import { type ScaleContext, scalePolicies } from '#core/scale/scale.ts'
import { contextOf, follow, scaleContract } from '../../contract/scale.ts'

const create = (policy: string) => (context: ScaleContext) => createPolicy(scalePolicies, { policy }, context)

for (const { name } of scalePolicies) scaleContract(name, create(name))

it.each(['kubernetes-hpa', 'target-tracking', 'step-scaling', 'predictive', 'queue-based', 'knative'])(
  '%s follows a load up and, when it is gone, down again',
  (name) => {
    const replicas = follow(create(name)(contextOf()), (now) => (now < 3_600_000 ? 6 : 0.2), 720)
    expect(Math.max(...replicas.slice(0, 240))).toBeGreaterThanOrEqual(5)
    expect(replicas.at(-1)).toBeLessThan(4)
  },
)
