import { expect, it } from 'vitest'
import { type RowsPlot, rowsPlotSvg } from '#experiments/report/rows-plot.ts'

const mark = { shape: 'circle', colour: '#123456' } as const
const plot: RowsPlot = {
  title: 'a & b',
  x: 'ms',
  columns: ['mean'],
  rows: [
    { label: 'first <row>', at: 2, low: 1, high: 3, mark, texts: ['two'] },
    { label: 'second', at: 5, mark, texts: ['five'] },
  ],
}
const count = (text: string, part: RegExp) => text.match(part)?.length ?? 0

it('draws a mark for each row, an interval where there is one, and the numbers beside', () => {
  const svg = rowsPlotSvg(plot)
  expect(count(svg, /class="mark"/g)).toBe(2)
  expect(count(svg, /class="interval"/g)).toBe(1)
  for (const text of ['a &amp; b', 'first &lt;row&gt;', '>two<', '>five<', '>mean<'])
    expect(svg).toContain(text)
  expect(svg).not.toMatch(/NaN|undefined/)
})

it('marks what lies beyond the limits by an arrow, and draws no mark outside', () => {
  const rows = [
    { label: 'a', at: 0, low: -50, high: 50, mark },
    { label: 'b', at: 100, mark },
  ]
  const svg = rowsPlotSvg({ ...plot, columns: [], rows, limits: [-10, 10] })
  expect(count(svg, /class="beyond"/g)).toBe(3)
  expect(count(svg, /class="mark"/g)).toBe(1)
})

it('leaves out what is no number but keeps its row', () => {
  const svg = rowsPlotSvg({
    ...plot,
    rows: [{ label: 'a', at: Number.NaN, mark, texts: ['-'] }],
    reference: 0,
  })
  expect(count(svg, /class="mark"/g)).toBe(0)
  expect(svg).toContain('>a</text>')
  expect(svg).toContain('class="reference"')
  expect(svg).not.toContain('NaN')
})

it('draws more marks in a row, stems from the reference and the band with its meaning', () => {
  const rows = [
    {
      label: 'a',
      at: 2,
      mark,
      others: [
        { at: 3, mark },
        { at: Number.NaN, mark },
      ],
    },
  ]
  const svg = rowsPlotSvg({
    ...plot,
    rows,
    reference: 1,
    hasStems: true,
    scale: 'log',
    band: { low: 1, high: 2, label: 'near' },
    keys: [{ name: 'key', mark }],
  })
  expect(count(svg, /class="mark"/g)).toBe(2 + 1)
  expect(count(svg, /class="stem"/g)).toBe(2)
  expect(svg).toContain('class="band"')
  expect(svg).toContain('near')
})

it('shortens a name that has no room, and keeps it whole to point at', () => {
  const label = 'x'.repeat(80)
  const svg = rowsPlotSvg({ ...plot, columns: [], rows: [{ label, at: 1, mark }] })
  expect(svg).toContain(`<title>${label}</title>`)
  expect(svg).toContain(`${'x'.repeat(45)}\u2026`)
})

it('0 has no place on a log axis: an arrow points to it', () => {
  const rows = [0, 1, 10].map((at) => ({ label: `row ${at}`, at, mark }))
  const svg = rowsPlotSvg({ ...plot, columns: [], rows, scale: 'log' })
  expect(count(svg, /class="mark"/g)).toBe(2)
  expect(count(svg, /class="beyond"/g)).toBe(1)
  expect(svg).not.toMatch(/NaN|Infinity/)
})
