import { TandemError } from './errors.ts'
import { nearestName } from './nearest-name.ts'
import type { PolicyChoice } from './scenario.ts'
import { checkFields, type Fields, type Infer } from './schema/record.ts'
import { type Problem, problemText } from './schema.ts'

/** A policy: a factory that carries its name, its parameters and its source. `Port` is what its family promises. */
export interface Policy<Context, Port, F extends Fields = Fields> {
  readonly kind: string
  readonly name: string
  readonly source: string
  readonly cost: string
  readonly parameters: F
  /** Of an eviction policy: how many entries it remembers beyond the resident ones, of a cache that holds `capacityCount`. */
  readonly ghosts?: (parameters: Infer<F>, capacityCount: number) => number
  create(parameters: Infer<F>, context: Context): Port
}

interface Description<F extends Fields> {
  readonly source: string
  readonly cost: string
  readonly ghosts?: (parameters: Infer<F>, capacityCount: number) => number
}

/** Declares the family `kind`; the result declares its members. */
export function policyFamily<Context, Port>(kind: string) {
  return <F extends Fields>(
    name: string,
    description: Description<F>,
    parameters: F,
    create: (parameters: Infer<F>, context: Context) => Port,
  ): Policy<Context, Port, F> => ({ kind, name, ...description, parameters, create })
}

/** Every problem of a choice against a family: an unknown name with the nearest one, and every wrong parameter. */
export function choiceProblems(
  // biome-ignore lint/suspicious/noExplicitAny: members of one family differ in their parameters
  family: readonly Policy<any, any, any>[],
  choice: PolicyChoice,
  path: string,
): Problem[] {
  const policy = family.find((member) => member.name === choice.policy)
  const names = family.map((member) => member.name)
  if (policy === undefined) {
    const nearest = nearestName(choice.policy, names)
    return [
      {
        path: `${path}.policy`,
        value: choice.policy,
        unit: '',
        allowed: names.join(', '),
        message: nearest === undefined ? 'unknown policy' : `unknown policy, did you mean ${nearest}?`,
      },
    ]
  }
  const { policy: _, ...parameters } = choice
  return checkFields(policy.parameters, parameters, path).problems
}

/** Creates the policy that a scenario names. Errors: ConfigInvalid with all problems. */
export function createPolicy<Context, Port>(
  // biome-ignore lint/suspicious/noExplicitAny: members of one family differ in their parameters
  family: readonly Policy<Context, Port, any>[],
  choice: PolicyChoice,
  context: Context,
): Port {
  const { policy, parameters } = choosePolicy(family, choice)
  return policy.create(parameters, context)
}

/** The member that a choice names, with its parameters, defaults filled in. Errors: ConfigInvalid with all problems. */
export function choosePolicy<Context, Port>(
  // biome-ignore lint/suspicious/noExplicitAny: members of one family differ in their parameters
  family: readonly Policy<Context, Port, any>[],
  choice: PolicyChoice,
  // biome-ignore lint/suspicious/noExplicitAny: members of one family differ in their parameters
): { readonly policy: Policy<Context, Port, any>; readonly parameters: Infer<any> } {
  const problems = choiceProblems(family, choice, family[0]?.kind ?? 'policy')
  if (problems.length > 0) throw new TandemError('ConfigInvalid', problems.map(problemText).join('\n'))
  const policy = family.find((member) => member.name === choice.policy)!
  const { policy: _, ...parameters } = choice
  return { policy, parameters: checkFields(policy.parameters, parameters, '').value }
}
