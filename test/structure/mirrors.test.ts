import { expect, test } from 'vitest'
import { hasBehaviour, staleEntries, staleExcuses, untested, unused } from './mirrors.ts'
import { readSources, sourceOf } from './source.ts'

/** Sources that are tested elsewhere: family lists by the list rules, the kernel's parts through its loop, verbs through the command. */
const excused = new Map([
  ['core/balance/balance.ts', 'test/structure/policy-lists.test.ts'],
  ['core/cache/expiry.ts', 'test/structure/policy-lists.test.ts'],
  ['core/policies.ts', 'test/structure/policy-lists.test.ts'],
  ['core/schedule/schedule.ts', 'test/structure/policy-lists.test.ts'],
  ['core/flow/task.ts', 'test/core/flow/runner.test.ts'],
  ['core/cache/single-flight.ts', 'test/core/cache/node/read-through.test.ts'],
  ['core/flow/node.ts', 'test/core/cache/node/read-through.test.ts'],
  ['core/invalidation/apply.ts', 'test/core/cache/node/tiers.test.ts'],
  ['core/cache/expiry/fixed-ttl.ts', 'test/core/cache/node/read-through.test.ts'],
  ['core/balance/round-robin.ts', 'test/core/balance/least-outstanding.test.ts'],
  ['core/schedule/fcfs.ts', 'test/core/schedule/adaptive.test.ts'],
  ['core/schedule/run-queue.ts', 'test/core/schedule/adaptive.test.ts'],
  ['core/schedule/task-class.ts', 'test/core/schedule/adaptive.test.ts'],
  ['core/policy.ts', 'test/core/scenario-schema.test.ts'],
  ['core/flow/request.ts', 'test/core/flow/serve-page.test.ts'],
  ['core/flow/write-page.ts', 'test/core/flow/serve-page.test.ts'],
  ['sim/event.ts', 'test/sim/simulate.test.ts'],
  ['sim/replay.ts', 'test/live/cluster.test.ts'],
  ['reference-server/backing.ts', 'test/live/cluster.test.ts'],
  ['reference-server/child.ts', 'test/live/cluster.test.ts'],
  ['reference-server/database-memory.ts', 'test/live/cluster.test.ts'],
  ['reference-server/database-postgres.ts', 'test/live/cluster.test.ts'],
  ['reference-server/database.ts', 'test/live/cluster.test.ts'],
  ['reference-server/gateway-process.ts', 'test/live/cluster.test.ts'],
  ['reference-server/guard.ts', 'test/live/cluster.test.ts'],
  ['reference-server/launch.ts', 'test/live/cluster.test.ts'],
  ['reference-server/load/generator-process.ts', 'test/live/cluster.test.ts'],
  ['reference-server/node-process.ts', 'test/live/cluster.test.ts'],
  ['reference-server/parent-backing.ts', 'test/live/cluster.test.ts'],
  ['reference-server/wall-clock.ts', 'test/live/cluster.test.ts'],
  ['reference-server/store-redis.ts', 'test/live/store-redis.test.ts'],
  ['experiments/objective.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/paper/claims.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/replications.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/report/axis.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/report/page.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/report/paper-report.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/report/run-report.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/report/stages.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verb.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verbs/policies.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verbs/report.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verbs/reproduce.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verbs/run.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/verbs/serve.ts', 'test/experiments/tandem.test.ts'],
  ['experiments/statistics/incomplete-beta.ts', 'test/experiments/statistics/interval.test.ts'],
  ['experiments/verbs/validate.ts', 'test/live/validate.test.ts'],
  ['experiments/verbs/calibrate.ts', 'test/live/validate.test.ts'],
  ['experiments/calibration/measure.ts', 'test/live/validate.test.ts'],
  ['experiments/validation/live-cell.ts', 'test/live/validate.test.ts'],
  ['notebooks/load-curve.ts', 'test/browser/notebook.test.ts'],
  ['notebooks/serve.ts', 'test/browser/notebook.test.ts'],
])

/** Started by a person, a package script or a test, so nothing imports them. */
const entries = [
  'experiments/setup/bootstrap.mjs',
  'experiments/tandem.mjs',
  'experiments/tandem.ts',
  'notebooks/load-curve.ts',
  'reference-server/gateway-process.ts',
  'reference-server/guard.ts',
  'notebooks/serve.ts',
  // Formulas that stand for themselves: what is simulated is checked against them.
  'core/model/micro-cache.ts',
  'core/model/cold-start.ts',
  'core/render/first-paint.ts',
  // Statistics for studies of one's own: quantiles of raw values.
  'experiments/statistics/quantile-interval.ts',
]

const behaves = (path: string) => sourceOf(path, 'export const a = 1')

test('the rule finds a source without a mirrored test', () => {
  expect(untested([behaves('core/a.ts')], new Map())).toEqual(['core/a.ts has no test/core/a.test.ts'])
  expect(untested([behaves('core/a.ts'), behaves('test/core/a.test.ts')], new Map())).toEqual([])
  expect(untested([behaves('core/a.ts')], new Map([['core/a.ts', 'test/b.test.ts']]))).toEqual([])
})

test('the rule finds an excuse that is no longer true', () => {
  const excuse = new Map([['core/a.ts', 'test/b.test.ts']])
  expect(staleExcuses([behaves('core/a.ts')], excuse)).toHaveLength(1)
  expect(staleExcuses([behaves('test/b.test.ts')], excuse)).toHaveLength(1)
  expect(staleExcuses([behaves('core/a.ts'), behaves('test/b.test.ts')], excuse)).toEqual([])
  expect(
    staleExcuses([behaves('core/a.ts'), behaves('test/b.test.ts'), behaves('test/core/a.test.ts')], excuse),
  ).toHaveLength(1)
})

test('the rule finds a source that nothing imports', () => {
  const user = sourceOf('core/b.ts', "import { a } from './a.ts'")
  expect(unused([behaves('core/a.ts'), user], [])).toEqual(['core/b.ts is imported by nothing'])
  expect(unused([behaves('core/a.ts'), user], ['core/b.ts'])).toEqual([])
})

test('the rule finds an entry that is imported or gone', () => {
  const user = sourceOf('core/b.ts', "import { a } from './a.ts'")
  expect(staleEntries([behaves('core/a.ts'), user], ['core/a.ts', 'core/b.ts', 'core/c.ts'])).toEqual([
    'core/a.ts is imported by something: it is no entry',
    'core/c.ts does not exist',
  ])
})

test('a file with types only has no behaviour', () => {
  expect(hasBehaviour(sourceOf('core/a.ts', 'export interface A { const: 1 }\nexport type B = A'))).toBe(
    false,
  )
  expect(hasBehaviour(sourceOf('core/a.ts', 'export function* a() {}'))).toBe(true)
})

test('every source has its mirrored test', () => {
  expect(untested(readSources(), excused)).toEqual([])
})

test('every excuse is still needed', () => {
  expect(staleExcuses(readSources(), excused)).toEqual([])
})

test('every source is imported by something or is an entry', () => {
  expect(unused(readSources(), entries)).toEqual([])
})

test('every entry is still one', () => {
  expect(staleEntries(readSources(), entries)).toEqual([])
})
