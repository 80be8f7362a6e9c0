import { parse } from 'yaml'
import { admissionPolicies } from '#core/cache/admission.ts'
import { evictionPolicies } from '#core/cache/eviction.ts'
import { replayPolicies } from '#core/cache/replay-trace.ts'
import { createStore } from '#core/cache/store.ts'
import { TandemError } from '#core/errors.ts'
import { choosePolicy } from '#core/policy.ts'
import { parseQuantity, parseRatio } from '#core/quantity.ts'
import type { PolicyChoice } from '#core/scenario.ts'
import { checkFields } from '#core/schema/record.ts'
import { problemText } from '#core/schema.ts'

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

/** Names that people know our policies by, without their case, hyphens, spaces and underscores. */
const aliases: Readonly<Record<string, string>> = {
  '2q': 'two-q',
  '2queue': 'two-q',
  secondchance: 'clock',
  s4lru: 'slru',
  lru2: 'lru-k',
  tinylfu: 'w-tinylfu',
  caffeine: 'w-tinylfu-adaptive',
  opt: 'belady',
  min: 'belady',
  rand: 'random',
}

/** Errors: ConfigInvalid when a policy of the list cannot work with this admission. */
export function checkAdmission(
  policies: readonly PolicyChoice[],
  admission: PolicyChoice,
  isSized: boolean,
): void {
  for (const eviction of policies) {
    if (!evictionPolicies.some(({ name }) => name === eviction.policy))
      throw new TandemError(
        'ConfigInvalid',
        `--admission: ${eviction.policy} knows the future and decides itself what comes in; leave it out`,
      )
    createStore({ capacityCount: 16, ...(isSized ? { capacityBytes: 16 } : {}), eviction, admission })
  }
}

type AnyPolicy = Parameters<typeof choosePolicy>[0][number]

/**
 * Reads `--policy lru,arc` or `--policy '{policy: lru-k, k: 3}'`, parameters in the notation of scenario files. A name may be written
 * in any case and without hyphens, or be another that the policy goes by: `S3FIFO`, `2q`, `opt`.
 *
 * Errors  ConfigInvalid for an unknown policy (with the nearest) or a wrong parameter
 */
export function readPolicies(written: readonly string[]): PolicyChoice[] {
  if (written.length === 0)
    throw new TandemError(
      'ConfigInvalid',
      `--policy: none was given; allowed ${replayPolicies.map(({ name }) => name).join(', ')}`,
    )
  return written.flatMap((one) =>
    one.trim().startsWith('{')
      ? [choiceOf('--policy', replayPolicies, one)]
      : one.split(',').map((name) => choiceOf('--policy', replayPolicies, name)),
  )
}

/** Reads `--admission tiny-lfu` or `--admission '{policy: size-threshold, sizeMax: 16 KiB}'`. Errors: ConfigInvalid. */
export function readAdmission(written: string | undefined): PolicyChoice | undefined {
  return written === undefined ? undefined : choiceOf('--admission', admissionPolicies, written)
}

function choiceOf(option: string, family: readonly AnyPolicy[], written: string): PolicyChoice {
  if (!written.trim().startsWith('{')) return byName(family, written)
  let raw: unknown
  try {
    raw = parse(written)
  } catch (error) {
    throw new TandemError(
      'ConfigInvalid',
      `${option}: '${written}': ${(error as Error).message.split('\n')[0]}`,
    )
  }
  const { policy, ...parameters } = raw as { policy?: unknown }
  const { policy: name } = byName(family, String(policy ?? ''))
  const member = family.find((one) => one.name === name)!
  const { value, problems } = checkFields(member.parameters, parameters, '', 'written')
  if (problems.length > 0)
    throw new TandemError(
      'ConfigInvalid',
      problems.map((problem) => `${option}: ${problemText(problem)}`).join('\n'),
    )
  return { policy: name, ...value }
}

function byName(family: readonly AnyPolicy[], written: string): PolicyChoice {
  const bare = (name: string) => name.toLowerCase().replace(/[-_ ]/g, '')
  const sought = bare(written)
  const name =
    family.find((one) => bare(one.name) === sought)?.name ??
    family.find((one) => one.name === aliases[sought])?.name
  const choice = { policy: name ?? written.trim() }
  choosePolicy(family, choice)
  return choice
}
