import { number } from '#core/schema/number.ts'
import { type Infer, record } from '#core/schema/record.ts'
import type { Schema } from '#core/schema.ts'
import { type TaskClass, taskClasses } from './task-class.ts'

/** One number for each class of tasks, under the names of the classes. */
export type ClassValues = { readonly [K in TaskClass]: number }

/** Schema of one number a class: `weights: { render: 2 }`; a class that is not named has its default. */
export function classValues(o: {
  readonly min: number
  readonly defaults: ClassValues
  readonly meaning: string
}): Schema<ClassValues> {
  const fields = Object.fromEntries(
    taskClasses.map((name) => [
      name,
      number({ min: o.min, default: o.defaults[name], meaning: `${o.meaning}, of the class ${name}` }),
    ]),
  ) as { readonly [K in TaskClass]: Schema<number> }
  return record(fields, { meaning: o.meaning }) as Schema<Infer<typeof fields>>
}

/** The same number for each class. */
export const alike = (value: number): ClassValues => ({
  accept: value,
  respond: value,
  assemble: value,
  write: value,
  render: value,
})

/** The values in the order of the classes. */
export const inOrder = (values: ClassValues): number[] => taskClasses.map((name) => values[name])
