import { expect, it } from 'vitest'
import { sweepReport } from '#experiments/report/sweep-report.ts'
import { csv } from '#experiments/sweep/csv.ts'
import { cellsOf, type Factor } from '#experiments/sweep/design.ts'

const users: Factor = { path: 'users', values: ['10', '20', '30'] }
const servers: Factor = { path: 'servers', values: ['1', '2'] }
const shape: Factor = { path: 'shape', values: ['constant', 'a<b'] }
const names = ['responseMs.mean', 'throughputPerSecond']

function draw(design: readonly Factor[], broken: readonly number[] = []): string {
  const cells = cellsOf(design)
  const header = [
    'cell',
    ...design.map(({ path }) => path),
    'seed',
    'replications',
    ...names.flatMap((name) => [name, `${name}.low`, `${name}.high`]),
    'problem',
  ]
  const rows = cells.map((values, cell) =>
    broken.includes(cell)
      ? [cell, ...values, 1, 0, ...Array<null>(6).fill(null), 'unstable: load < 1 is needed']
      : [cell, ...values, 1, 3, 9 - cell, 8 - cell, 10 - cell, 100, 90, 110, ''],
  )
  const stored = { scenario: 'a & b', seed: 1, replications: 3, design, cells: cells.length }
  return sweepReport(stored, csv(header, rows))
}
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0

it('one numeric factor: a line for each metric', () => {
  const html = draw([users])
  expect(html).toContain('a &amp; b: sweep over users')
  expect(count(html, /<figure>/g)).toBe(2)
  expect(count(html, /class="cell"/g)).toBe(0)
  expect(html).not.toMatch(/NaN|undefined|Infinity|<script/)
})

it('two factors: heat maps of response and throughput, and lines', () => {
  const html = draw([users, servers], [5])
  expect(count(html, /class="cell"/g)).toBe(12)
  expect(count(html, /class="missing"/g)).toBe(2)
  expect(html).toContain('Over users')
})

it('names: rows, the best first; two of them: heat maps alone', () => {
  const html = draw([shape])
  expect(html).toContain('Setting by setting')
  expect(html).toContain('a&lt;b')
  const numbers = html.slice(html.indexOf('<h2>Numbers'))
  expect(/<tbody><tr><td>([^<]*)</.exec(numbers)![1]).toBe('a&lt;b')
  const both = draw([shape, { path: 'policy', values: ['x', 'y'] }])
  expect(both).not.toContain('Setting by setting')
  expect(count(both, /class="cell"/g)).toBe(8)
})

it('three factors: small multiples', () => {
  expect(count(draw([users, servers, shape]), /<figure>/g)).toBe(4)
})

it('names the cells with problems, and keeps them last in the table', () => {
  const html = draw([users], [0])
  expect(html).toContain('1 of 3 cells have a problem')
  expect(html).toContain('unstable: load &lt; 1 is needed')
  expect(html.slice(html.lastIndexOf('<tr>'))).toMatch(/^<tr><td>10<\/td><td>-<\/td>/)
  expect(draw([users], [0, 1, 2])).not.toMatch(/NaN|Infinity/)
})
