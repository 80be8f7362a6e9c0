import { expect, it } from 'vitest'
import { InvariantError, invariant } from '#core/invariant.ts'

it('an invariant that holds does nothing, a broken one says what was expected', () => {
  expect(() => invariant(true, 'never said')).not.toThrow()
  expect(() => invariant(false, 'at least one, found 0')).toThrow(InvariantError)
  expect(() => invariant(false, 'at least one, found 0')).toThrow('invariant broken: at least one, found 0')
})
