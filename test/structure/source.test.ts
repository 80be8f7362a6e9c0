import { expect, test } from 'vitest'
import { codeOf, sourceOf } from './source.ts'

test('comments and the contents of strings are not code', () => {
  expect(codeOf('a // Date\nb /* Date\n */ c')).toBe('a \nb \n c')
  expect(codeOf('x = \'Date // no\' + "Date"')).toBe('x = \'\' + ""')
})

test('what a template computes is code, its text is not', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text is a program
  expect(codeOf('`Date ${now({ a: `Date` })} Date` + b')).toBe('`{now({ a: `` })}` + b')
})

test('a regular expression is not code and a division is', () => {
  expect(codeOf("x = /'[/]Date/g.test(y); z = a / b / c")).toBe('x = //.test(y); z = a / b / c')
})

test('imports are found as paths from the root, dynamic ones and workers too', () => {
  const text = [
    "import { a } from '#core/flow/a.ts'",
    "import type { b } from '../units.ts'",
    "// import c from 'c'",
    "const d = await import('./d.ts')",
    "new Worker(new URL('./e.ts', import.meta.url))",
    "import fs from 'node:fs'",
  ].join('\n')
  expect(sourceOf('core/cache/x.ts', text).imports).toEqual([
    'core/flow/a.ts',
    'core/units.ts',
    'node:fs',
    'core/cache/d.ts',
    'core/cache/e.ts',
  ])
})
