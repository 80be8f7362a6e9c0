import { expect, it } from 'vitest'
import { type ScatterPoint, scatterSvg } from '#experiments/report/scatter.ts'

const mark = { shape: 'circle', colour: '#123456' } as const
const point = (x: number, y: number): ScatterPoint => ({
  ...{ x, y, xLow: x / 2, xHigh: 2 * x, yLow: y - 0.1, yHigh: y + 0.1 },
  mark,
  said: 'a < b',
})
const draw = (points: readonly ScatterPoint[]) =>
  scatterSvg({ title: 'Times', x: 'live', y: 'simulated', points, keys: [{ name: 'mean', mark }] })
const inPicture = (svg: string, part: RegExp) => svg.split('<figcaption>')[0]!.match(part)?.length ?? 0

it('draws each point with both intervals, the diagonal and the strip around it', () => {
  const svg = draw([point(1, 1), point(10, 8)])
  expect(inPicture(svg, /class="mark"/g)).toBe(2)
  expect(inPicture(svg, /class="interval"/g)).toBe(4)
  expect(inPicture(svg, /class="diagonal"/g)).toBe(1)
  expect(inPicture(svg, /class="strip"/g)).toBe(1)
  expect(svg).toContain('<title>a &lt; b</title>')
  expect(svg).not.toMatch(/NaN|undefined|Infinity/)
})

it('a point of equal values lies on the diagonal: both axes have one scale', () => {
  const svg = draw([point(1, 1), point(10, 10), point(3, 3)])
  const [x1, y1, x2, y2] = /class="diagonal" x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)"/
    .exec(svg)!
    .slice(1)
    .map(Number)
  for (const [, x, y] of svg.split('<figcaption>')[0]!.matchAll(/translate\(([\d.]+) ([\d.]+)\)" d=/g)) {
    const share = (Number(x) - x1!) / (x2! - x1!)
    expect(Number(y)).toBeCloseTo(y1! + share * (y2! - y1!), 0)
  }
})

it('says how many have no place on log axes, and cuts intervals that reach to 0', () => {
  const svg = draw([
    point(1, 1),
    point(0, 1),
    point(Number.NaN, 1),
    { ...point(2, 2), yLow: -1, xHigh: Number.NaN },
  ])
  expect(inPicture(svg, /class="mark"/g)).toBe(2)
  expect(svg).toContain('2 without a place on log axes')
  expect(svg).not.toMatch(/NaN|Infinity/)
  expect(draw([])).not.toMatch(/NaN|Infinity/)
})

it('an interval that almost reaches 0 takes no decades of the axes', () => {
  const almost = { ...point(2, 2), yLow: 1e-9 }
  expect(draw([point(1, 1), almost])).not.toMatch(/>(1e-\d|0\.0\d*)</)
})
