import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { longFiles, strayAtTop, vagueNames } from './layout.ts'
import { readSources, root } from './source.ts'

const tracked = () =>
  execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((path) => path !== '' && existsSync(join(root, path)))

test('the rules find a stray entry, a vague name and a long file', () => {
  expect(strayAtTop(['core/a.ts', '.ci/run', 'src/a.ts', 'src/b.ts'])).toEqual([
    'src does not belong at the top',
  ])
  expect(
    vagueNames(['core/utils/a.ts', 'core/helper.ts', 'sim/cache-manager.ts', 'core/cache.ts']),
  ).toHaveLength(3)
  expect(longFiles([{ path: 'core/a.ts', text: 'a\n'.repeat(401) }])).toHaveLength(1)
  expect(longFiles([{ path: 'core/a.ts', text: 'a\n'.repeat(400) }])).toEqual([])
})

test('the top holds what the README says and no more', () => {
  expect(strayAtTop(tracked())).toEqual([])
})

test('no file or folder has a vague name', () => {
  expect(vagueNames(tracked())).toEqual([])
})

test('no source is longer than one idea', () => {
  expect(longFiles(readSources())).toEqual([])
})
