import { parse } from 'yaml'
import { replayPolicies } from '#core/cache/replay-trace.ts'
import { TandemError } from '#core/errors.ts'
import { choosePolicy } from '#core/policy.ts'
import { parseQuantity, parseRatio } from '#core/quantity.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { checkFields, problemText } from '#core/schema.ts'

/** A capacity as it was written, and in units of size: entries, or bytes with sizes. */
export interface Capacity {
  readonly written: string
  of(footprint: number): number
}

/**
 * Reads `--capacity 0.01,1000`: a fraction of the footprint (below 1, or with %), a number of entries or bytes, or bytes with a unit.
 *
 * Errors  ConfigInvalid: none, 0, negative, no number; bytes where sizes are not asked for
 */
export function readCapacities(written: string | undefined, isSized: boolean): Capacity[] {
  const parts = (written ?? '').split(',').map((part) => part.trim())
  return parts.map((part) => readCapacity(part, isSized))
}

function readCapacity(written: string, isSized: boolean): Capacity {
  const fail = (): never => {
    throw new TandemError(
      'ConfigInvalid',
      `--capacity: found '${written}', allowed a fraction of all keys such as 0.01 or 1%, a number of ${isSized ? "bytes such as 1000000 or '64 MiB'" : 'entries such as 1000'}, above 0`,
    )
  }
  const ratio = parseRatio(written)
  if ('value' in ratio) {
    const { value } = ratio
    if (!(value > 0)) return fail()
    if (written.includes('%') || value < 1 || /^1\.0+$/.test(written)) {
      if (value > 1) return fail()
      return { written, of: (footprint) => Math.max(1, Math.round(value * footprint)) }
    }
    return Number.isInteger(value) ? { written, of: () => value } : fail()
  }
  const bytes = isSized ? parseQuantity(written, 'size') : undefined
  if (bytes === undefined || !('value' in bytes) || !(bytes.value >= 1)) return fail()
  const { value } = bytes
  return { written, of: () => Math.round(value) }
}

/**
 * Reads `--policy lru,arc` or `--policy '{policy: lru-k, k: 3}'`, parameters in the notation of scenario files.
 *
 * Errors  ConfigInvalid for an unknown policy (with the nearest) or a wrong parameter
 */
export function readPolicies(written: readonly string[]): PolicyChoice[] {
  if (written.length === 0)
    throw new TandemError(
      'ConfigInvalid',
      `--policy: none was given; allowed ${replayPolicies.map(({ name }) => name).join(', ')}`,
    )
  return written.flatMap((one) => (one.trim().startsWith('{') ? [mapping(one)] : one.split(',').map(byName)))
}

const byName = (name: string): PolicyChoice => {
  const choice = { policy: name.trim() }
  choosePolicy(replayPolicies, choice)
  return choice
}

function mapping(written: string): PolicyChoice {
  let raw: unknown
  try {
    raw = parse(written)
  } catch (error) {
    throw new TandemError(
      'ConfigInvalid',
      `--policy: '${written}': ${(error as Error).message.split('\n')[0]}`,
    )
  }
  const { policy, ...parameters } = raw as { policy?: unknown }
  byName(String(policy ?? ''))
  const member = replayPolicies.find(({ name }) => name === policy)!
  const { value, problems } = checkFields(member.parameters, parameters, '', 'written')
  if (problems.length > 0)
    throw new TandemError(
      'ConfigInvalid',
      problems.map((problem) => `--policy: ${problemText(problem)}`).join('\n'),
    )
  return { policy: member.name, ...value }
}
