import { expect, it } from 'vitest'
import { power } from '#core/scenario/power-schema.ts'
import { check } from '#core/schema.ts'

it('idle power is at most that of a busy machine', () => {
  expect(check(power, {}).problems).toEqual([])
  const { problems } = check(power, { idleWatts: 300, busyWatts: 200 }, 'power')
  expect(problems.map(({ path }) => path)).toEqual(['power.idleWatts'])
})
