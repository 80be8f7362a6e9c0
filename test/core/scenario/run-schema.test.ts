import { expect, it } from 'vitest'
import { run, warmUpEnds } from '#core/scenario/run-schema.ts'
import { record } from '#core/schema/record.ts'
import { check } from '#core/schema.ts'

it('a run needs only a name', () => {
  const { value, problems } = check(record(run), { name: 'x' }, '', 'written')
  expect(problems).toEqual([])
  expect(value).toMatchObject({
    seed: 1,
    durationMs: 60_000,
    warmUpMs: 10_000,
    replications: 10,
    objectives: [],
  })
})

it('something is left to measure after the warm-up', () => {
  expect(warmUpEnds({ warmUpMs: 5, durationMs: 6 })).toEqual([])
  expect(warmUpEnds({ warmUpMs: 6, durationMs: 6 })[0]).toMatchObject({ field: 'warmUpMs' })
})
