import { suggestion } from '#core/nearest-name.ts'
import { families } from '#core/policies.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { checkFields } from '#core/schema/record.ts'
import { join, type Reading, report, type Schema } from '#core/schema.ts'

/** A policy of a family by name, `lru`, or with parameters, `{ policy: fixed-ttl, ttl: 5 s }`. */
export function policyOf(
  kind: keyof typeof families,
  standard: string,
  meaning: string,
): Schema<PolicyChoice> {
  const names = families[kind].map((member) => member.name)
  const read = (raw: unknown, path: string, reading: Reading): PolicyChoice => {
    const { policy, ...parameters } = isPlainObject(raw) ? raw : { policy: raw }
    const member = families[kind].find(({ name }) => name === policy)
    if (member === undefined) {
      const message =
        policy === undefined
          ? 'is missing'
          : `unknown ${kind} policy '${String(policy)}'${suggestion(String(policy), names)}`
      const place = isPlainObject(raw) ? join(path, 'policy') : path
      report(reading, { path: place, value: policy, unit: '', allowed: names.join(', '), message })
      return { policy: standard }
    }
    const { value, problems } = checkFields(member.parameters, parameters, path, reading.form)
    for (const problem of problems) report(reading, problem)
    return { policy: member.name, ...value }
  }
  return {
    unit: '',
    allowed: names.join(', '),
    default: { policy: standard },
    meaning,
    suffix: '',
    read,
    absent: (path, reading) => read(standard, path, reading),
    rows: (name) => [{ name, unit: '', range: names.join(', '), default: standard, meaning }],
  }
}
