import { expect, it } from 'vitest'
import { plotSvg } from '#experiments/report/plot.ts'

const plot = {
  title: 'mean <response>',
  x: 'users',
  y: 'ms',
  series: [
    {
      name: 'simulated',
      colour: '#123456',
      drawn: 'line' as const,
      points: [
        { x: 0, y: 1, low: 0.5, high: 1.5 },
        { x: 10, y: 3, low: 2, high: 4 },
      ],
    },
    { name: 'published', colour: '#654321', drawn: 'marks' as const, points: [{ x: 5, y: 2 }] },
  ],
}

it('draws lines with their band, marks, axes and names, and needs no script', () => {
  const svg = plotSvg({ ...plot, marks: [{ x: 4, label: 'warm-up ends' }] })
  expect(svg.match(/<circle/g)).toHaveLength(2)
  expect(svg).toContain('opacity=".18"')
  expect(svg).toContain('Mean &lt;response&gt;')
  expect(svg).toContain('warm-up ends')
  expect(svg).not.toContain('<script')
  expect(svg).not.toContain('NaN')
})

it('leaves out what is no number, and draws a frame for nothing', () => {
  const points = [
    { x: 1, y: Number.NaN },
    { x: 2, y: 5 },
  ]
  const one = plotSvg({ ...plot, series: [{ ...plot.series[0]!, points }] })
  expect(one.match(/<circle/g)).toHaveLength(1)
  expect(plotSvg({ ...plot, series: [] })).toContain('<svg')
  expect(one + plotSvg({ ...plot, series: [] })).not.toContain('NaN')
})
