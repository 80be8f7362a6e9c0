import { expect, it } from 'vitest'
import { alike, classValues, inOrder } from '#core/schedule/class-values.ts'
import { check, describe as rowsOf } from '#core/schema.ts'

const schema = classValues({ min: 0.5, defaults: { ...alike(1), render: 2 }, meaning: 'weight' })

it('fills in the classes that are not named', () => {
  const { value, problems } = check(schema, { write: 5 })
  expect(problems).toEqual([])
  expect(inOrder(value)).toEqual([1, 1, 1, 5, 2])
  expect(inOrder(check(schema, undefined).value)).toEqual([1, 1, 1, 1, 2])
})

it('names the class that is wrong or unknown', () => {
  const paths = check(schema, { write: 0, rendre: 1 }, 'weights').problems.map(({ path }) => path)
  expect(paths.sort()).toEqual(['weights.rendre', 'weights.write'])
  expect(rowsOf(schema)).toHaveLength(5)
})
