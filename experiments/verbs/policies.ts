import { TandemError } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import { families } from '#core/policies.ts'
import { record } from '#core/schema/record.ts'
import { describe } from '#core/schema.ts'
import type { Verb } from '../verb.ts'

export const policies: Verb = {
  name: 'policies',
  summary: 'Lists every policy with its parameters (unit, range, default), source and cost.',
  usage: 'policies [--kind K]',
  options: { kind: { type: 'string' } },
  async run({ values, out }) {
    const listed = listPolicies(values.kind as string | undefined)
    out.json(listed)
    for (const { kind, name, source, cost, parameters } of listed) {
      out.line(`${kind} ${name}    ${cost}; ${source}`)
      for (const { name: parameter, unit, range, default: standard, meaning } of parameters)
        out.line(`    ${parameter} = ${standard}  [${range}${unit ? ` ${unit}` : ''}]  ${meaning}`)
    }
    return 0
  },
}

export function listPolicies(kind: string | undefined) {
  const kinds = Object.keys(families)
  if (kind !== undefined && !kinds.includes(kind)) {
    const nearest = nearestName(kind, kinds)
    throw new TandemError(
      'ConfigInvalid',
      `--kind: unknown "${kind}"${nearest ? `, did you mean ${nearest}?` : ''}; allowed ${kinds.join(', ')}`,
    )
  }
  return Object.values(families)
    .flat()
    .filter((policy) => kind === undefined || policy.kind === kind)
    .map((policy) => ({
      kind: policy.kind,
      name: policy.name,
      source: policy.source,
      cost: policy.cost,
      parameters: describe(record(policy.parameters)),
    }))
}
