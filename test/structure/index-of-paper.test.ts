import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deadPaths, missingEquations, missingFromIndex, unknownCommands } from './index-of-paper.ts'
import { hasBehaviour } from './mirrors.ts'
import { policyPaths } from './policy-lists.ts'
import { readSources, root } from './source.ts'

const read = (path: string) => readFileSync(join(root, path), 'utf8')
const exists = (path: string) => existsSync(join(root, path))

test('the rules find a dead path, a missing entry and an unknown command', () => {
  expect(deadPaths('see `core/a.ts` and [b](b.ts)', 'core', () => false)).toHaveLength(2)
  expect(
    missingFromIndex('see `core/a.ts` and [b](b.ts)', 'core', ['core/a.ts', 'core/b.ts', 'core/c.ts']),
  ).toHaveLength(1)
  expect(unknownCommands('`npm run walk`, `npm test`, `npm ci`', ['test'], [])).toEqual([
    'npm walk is no script',
  ])
  expect(unknownCommands('npm run -s tandem -- fly experiments/a.yaml', ['tandem'], ['run'])).toEqual([
    'tandem fly is no verb',
  ])
})

test('the rule finds an equation that the index does not lead to', () => {
  const sources = [{ path: 'core/a.ts', text: '/** Source: equation 2. */' }]
  expect(missingEquations('| eq. 2 | `core/b.ts` |', sources)).toHaveLength(1)
  expect(missingEquations('| eq. 2 | `core/a.ts` |', sources)).toEqual([])
})

test('the index of core leads to every equation that core implements', () => {
  const core = readSources().filter(({ path }) => path.startsWith('core/'))
  expect(missingEquations(read('core/README.md'), core)).toEqual([])
})

test('the index of core names only files that exist', () => {
  expect(deadPaths(read('core/README.md'), 'core', exists)).toEqual([])
})

test('the index of core names every policy and every formula', () => {
  const sources = readSources()
  const formulas = sources.filter(
    (source) => /^core\/(model|render)\//.test(source.path) && hasBehaviour(source),
  )
  const wanted = [...policyPaths(sources), ...formulas.map(({ path }) => path)]
  expect(missingFromIndex(read('core/README.md'), 'core', wanted)).toEqual([])
})

test('the README names only paths and commands that exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const verbs = readdirSync(join(root, 'experiments', 'verbs')).map((file) => file.replace('.ts', ''))
  const page = read('README.md')
  expect(deadPaths(page, '', exists)).toEqual([])
  expect(unknownCommands(page, Object.keys(scripts), verbs)).toEqual([])
})
