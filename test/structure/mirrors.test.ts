import { expect, test } from 'vitest'
import { hasBehaviour, staleExcuses, untested, unused } from './mirrors.ts'
import { readSources, sourceOf } from './source.ts'

/** Sources that are tested elsewhere: family lists by the list rules, the kernel's parts through its loop, verbs through the command. */
const excused = new Map([
  ['core/balance/balance.ts', 'test/structure/policy-lists.test.ts'],
  ['core/cache/eviction.ts', 'test/structure/policy-lists.test.ts'],
  ['core/cache/expiry.ts', 'test/structure/policy-lists.test.ts'],
  ['core/policies.ts', 'test/structure/policy-lists.test.ts'],
  ['core/schedule/schedule.ts', 'test/structure/policy-lists.test.ts'],
  ['core/flow/effect.ts', 'test/core/flow/runner.test.ts'],
  ['core/flow/signal.ts', 'test/core/flow/runner.test.ts'],
  ['core/flow/task.ts', 'test/core/flow/runner.test.ts'],
])

/** Started by a person, a package script or a test, so nothing imports them. */
const entries = [
  'experiments/setup/bootstrap.mjs',
  'experiments/tandem.mjs',
  'experiments/tandem.ts',
  'notebooks/load-curve.ts',
  'notebooks/serve.ts',
  // Formulas of the paper that stand for themselves: reports and notebooks may use them, their tests do.
  'core/model/micro-cache.ts',
  'core/render/first-paint.ts',
  // Part of the kernel that flows are written with; no flow has a deadline yet.
  'core/flow/timeout.ts',
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
