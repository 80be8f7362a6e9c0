import { expect, test } from 'vitest'
import { bannedUses } from './bans.ts'
import { readSources, sourceOf } from './source.ts'

test.each([
  ['Date.now()', 'now'],
  ['performance.now()', 'now'],
  ['Math.random()', 'random'],
  ['Math.log(x)', 'core/math'],
  ['x ** 2', 'pow'],
  ['async () => 1', 'flow'],
  ['new Promise(f)', 'flow'],
  ['setTimeout(f, 1)', 'sleep'],
  ['for (const key in map) f(key)', 'array'],
  ['Object.keys(map)', 'array'],
  ['list.sort()', 'comparator'],
  ['x.toLocaleString()', 'format'],
  ['console.log(x)', 'argument'],
])('the rule finds %s and names what to use', (code, replacement) => {
  expect(bannedUses([sourceOf('core/a.ts', code)])[0]).toContain(replacement)
})

test('the rule lets comments, texts and other layers be', () => {
  expect(
    bannedUses([
      sourceOf('core/a.ts', "// Date\nconst a = 'Date'; list.sort((a, b) => a - b); Math.sqrt(2)"),
    ]),
  ).toEqual([])
  expect(bannedUses([sourceOf('experiments/a.ts', 'Date.now()')])).toEqual([])
})

test('core and sim read no clock, no chance and no environment', () => {
  expect(bannedUses(readSources())).toEqual([])
})
