import { expect, it } from 'vitest'
import { metricNamed } from '#experiments/metric.ts'
import {
  heatMaps,
  layoutOf,
  leading,
  linePictures,
  metricsShown,
  rowPictures,
} from '#experiments/report/sweep-pictures.ts'
import type { SweepCell } from '#experiments/report/sweep-table.ts'
import { cellsOf, type Factor } from '#experiments/sweep/design.ts'

const users: Factor = { path: 'users', values: ['10', '20', '30'] }
const servers: Factor = { path: 'servers', values: ['1', '2'] }
const shape: Factor = { path: 'shape', values: ['constant', 'exponential'] }
const mean = metricNamed('mean')!

/** Every cell has a mean response of its number plus 1; cells listed have none. */
const cellsFor = (design: readonly Factor[], broken: readonly number[] = []): SweepCell[] =>
  cellsOf(design).map((values, cell) => ({
    ...{ cell, values, replications: 3, problem: broken.includes(cell) ? 'broken' : '' },
    metrics: new Map(
      broken.includes(cell) ? [] : [['responseMs.mean', { mean: cell + 1, low: cell - 5, high: cell + 2 }]],
    ),
  }))
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0
const inPictures = (html: string) => html.replaceAll(/<figcaption>.*?<\/figcaption>/gs, '')

it('shows metrics that have a name and vary from 0, and leads with response and throughput', () => {
  const one = (value: number) => ({ mean: value, low: value, high: value })
  const metrics = new Map([
    ['hitRatio.l1', one(0)],
    ['waitRatio', one(1)],
    ['throughputPerSecond', one(2)],
    ['responseMs.p95', one(3)],
    ['responseMs.mean', one(4)],
  ])
  const shown = metricsShown([{ cell: 0, values: [], replications: 1, metrics, problem: '' }])
  expect(shown.map(({ word }) => word)).toEqual(['mean', 'p95', 'throughput'])
  expect(leading(shown).map(({ word }) => word)).toEqual(['mean', 'throughput'])
  expect(metricsShown([])).toEqual([])
})

it('lines run over the numeric factor with the most values, another has the colours, the rest the pictures', () => {
  expect(layoutOf([servers, users])).toMatchObject({ x: { index: 1 }, lines: 0, panels: [] })
  expect(layoutOf([shape, users, servers])).toMatchObject({ x: { index: 1 }, lines: 0, panels: [2] })
  expect(layoutOf([shape])).toBeUndefined()
  const many: Factor = { path: 'policy', values: Array.from({ length: 13 }, (_, index) => `p${index}`) }
  expect(layoutOf([users, many])).toBeUndefined()
})

it('draws a point with its interval for each cell that has a value, never below 0', () => {
  const design = [users, servers, shape]
  const html = linePictures(cellsFor(design, [0]), { design, layout: layoutOf(design)!, metrics: [mean] })
  expect(count(html, /<figure>/g)).toBe(2)
  expect(count(inPictures(html), /class="mark"/g)).toBe(11)
  expect(html).toContain('Mean response: shape constant')
  expect(html).not.toMatch(/NaN|undefined/)
  const below = [...inPictures(html).matchAll(/text-anchor="end">\u2212/g)]
  expect(below).toHaveLength(0)
})

it('one line has no other to be told apart from; a line without values says so', () => {
  const single = linePictures(cellsFor([users]), {
    design: [users],
    layout: layoutOf([users])!,
    metrics: [mean],
  })
  expect(single).toContain('mean and 95 % interval')
  const design = [users, servers]
  const html = linePictures(cellsFor(design, [1, 3, 5]), {
    design,
    layout: layoutOf(design)!,
    metrics: [mean],
  })
  expect(html).toContain('servers 2 (no value)')
})

it('a heat map has the cell of each combination, the longer factor across', () => {
  const html = heatMaps(cellsFor([servers, users], [4]), { design: [servers, users], metrics: [mean] })
  expect(count(html, /class="cell"/g)).toBe(6)
  expect(count(html, /class="missing"/g)).toBe(1)
  expect(html).toContain('users 30, servers 1: 3.00 ms')
  expect(html).toContain('users 10, servers 2: 4.00 ms')
})

it('settings with names have a row each', () => {
  const html = rowPictures(cellsFor([shape], [1]), [mean])
  expect(count(inPictures(html), /class="mark"/g)).toBe(1)
  expect(html).toContain('problem')
})
