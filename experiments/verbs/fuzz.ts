import { availableParallelism } from 'node:os'
import { TandemError } from '#core/errors.ts'
import { invalidationPolicies } from '#core/invalidation/invalidation.ts'
import { nearestName } from '#core/nearest-name.ts'
import { operationText } from '../consistency/history.ts'
import { drawScenario } from '../fuzz/draw.ts'
import type { FuzzJob, FuzzResult } from '../fuzz/fuzz-worker.ts'
import { shrink } from '../fuzz/shrink.ts'
import type { Call, Verb } from '../verb.ts'
import { runJobs } from '../worker-pool.ts'

export const fuzz: Verb = {
  name: 'fuzz',
  summary:
    'Plays random small systems with random faults, one a seed, and checks what their invalidation protocols promise; a failure is shrunk.',
  usage: 'fuzz [--seeds A..B] [--policy NAME]',
  options: { seeds: { type: 'string' }, policy: { type: 'string' } },
  run: fuzzSeeds,
}

const script = new URL('../fuzz/fuzz-worker.ts', import.meta.url)
const seedsPerJob = 50
/** More failures than these are counted, not shrunk. */
const shownMax = 5

interface Shown {
  readonly seed: number
  readonly policy: string
  readonly claim: string
  readonly reason: string
  readonly history: readonly string[]
  readonly faults: unknown
  readonly repeat: string
}

async function fuzzSeeds({ positionals, values, out, signal }: Call): Promise<number> {
  if (positionals.length > 0) throw new TandemError('ConfigInvalid', `usage: tandem ${fuzz.usage}`)
  const { first, last } = readSeeds((values.seeds as string | undefined) ?? '0..999')
  const policy = readPolicy(values.policy as string | undefined)
  const jobs: FuzzJob[] = []
  for (let seed = first; seed <= last; seed += seedsPerJob)
    jobs.push({ first: seed, count: Math.min(seedsPerJob, last - seed + 1), policy })
  const startedMs = performance.now()
  const elapsedSeconds = () => (performance.now() - startedMs) / 1000
  let played = 0
  const outcomes = await runJobs<FuzzJob, FuzzResult>(script, jobs, {
    workers: availableParallelism(),
    signal,
    noted: (_, count) => {
      played += count
      const perSecond = played / elapsedSeconds()
      const leftSeconds = (last - first + 1 - played) / perSecond
      out.progress(
        `fuzz: ${played} seeds, ${perSecond.toFixed(0)} a second, ${leftSeconds.toFixed(0)} s left`,
      )
    },
  })
  const seconds = elapsedSeconds()
  const done = outcomes.filter((outcome) => outcome !== undefined)
  for (const outcome of done) if ('error' in outcome) throw outcome.error
  const results = done.flatMap((outcome) => ('result' in outcome ? [outcome.result] : []))
  const failures = results.flatMap((result) => result.failures)
  const shown = failures.slice(0, shownMax).map(({ seed, finding }): Shown => {
    const { scenario, finding: least } = shrink(drawScenario(seed, policy), finding)
    return {
      seed,
      policy: scenario.invalidation.policy,
      claim: least.claim,
      reason: least.reason,
      history: least.counterExample.map(operationText),
      faults: scenario.faults,
      repeat: `npm run -s tandem -- fuzz --seeds ${seed}..${seed}${policy === undefined ? '' : ` --policy ${policy}`}`,
    }
  })
  const operations = results.reduce((sum, result) => sum + result.operations, 0)
  const summary = {
    seeds: played,
    operations,
    seconds,
    seedsPerSecond: played / seconds,
    failed: failures.length,
  }
  out.json({ ...summary, failures: shown, failedSeeds: failures.map(({ seed }) => seed) })
  for (const failure of shown) {
    out.line(`seed ${failure.seed}, ${failure.policy}: broken: ${failure.claim}; ${failure.reason}`)
    for (const text of failure.history) out.line(`  ${text}`)
    out.line(`  again: ${failure.repeat}`)
  }
  out.line(
    `${played} seeds, ${operations} operations, ${failures.length} failed; ${seconds.toFixed(1)} s, ${summary.seedsPerSecond.toFixed(0)} seeds a second`,
  )
  return failures.length > 0 ? 1 : 0
}

/** Seeds `A..B`, both included, or one number. Errors: ConfigInvalid. */
function readSeeds(written: string): { first: number; last: number } {
  const [, from, to] = /^(\d+)(?:\.\.(\d+))?$/.exec(written) ?? []
  const first = Number(from)
  const last = Number(to ?? from)
  if (from === undefined || last < first || last >= 2 ** 31)
    throw new TandemError(
      'ConfigInvalid',
      `--seeds: expected A..B with A up to B below 2^31, found '${written}'`,
    )
  return { first, last }
}

function readPolicy(written: string | undefined): string | undefined {
  const names = invalidationPolicies.map(({ name }): string => name)
  if (written === undefined || names.includes(written)) return written
  const nearest = nearestName(written, names)
  throw new TandemError(
    'ConfigInvalid',
    `--policy: unknown policy '${written}'${nearest === undefined ? '' : `, did you mean ${nearest}?`}; allowed ${names.join(', ')}`,
  )
}
