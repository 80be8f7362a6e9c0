import { expect, it } from 'vitest'
import { type HeatMap, heatMapSvg } from '#experiments/report/heat-map.ts'

const map = (values: readonly (readonly (number | undefined)[])[]): HeatMap => ({
  title: 'Mean response',
  unit: 'ms',
  x: { name: 'a<b', values: values[0]!.map((_, column) => `x${column}`) },
  y: { name: 'servers', values: values.map((_, row) => `y${row}`) },
  at: (column, row) => values[row]![column],
})
const coloursOf = (svg: string) =>
  [...svg.matchAll(/class="cell"[^>]* fill="([^"]+)"/g)].map(([, colour]) => colour)

it('draws every cell with its value, and crosses out one without', () => {
  const svg = heatMapSvg(
    map([
      [1, 2, undefined],
      [3, 4, 500],
    ]),
  )
  expect(coloursOf(svg)).toHaveLength(6)
  expect(svg.match(/class="missing"/g)).toHaveLength(1)
  expect(svg.match(/class="value"/g)).toHaveLength(5)
  expect(svg).toContain('a&lt;b x2, servers y1: 500.0 ms')
  expect(svg).toContain('no value, see the problems')
  expect(svg).not.toMatch(/NaN|undefined/)
})

it('equal values have equal colours, unequal ones do not, and nearly equal ones look nearly equal', () => {
  const [a, b, c] = coloursOf(heatMapSvg(map([[1, 1, 2]])))
  expect(a).toBe(b)
  expect(a).not.toBe(c)
  const [low, high] = coloursOf(heatMapSvg(map([[818, 820]])))
  const channels = (colour: string) => colour.match(/\d+/g)!.map(Number)
  const apart = channels(low!).map((value, index) => Math.abs(value - channels(high!)[index]!))
  expect(Math.max(...apart)).toBeLessThan(20)
})

it('draws a map of nothing, and names columns that have no room now and then', () => {
  expect(heatMapSvg(map([[undefined]]))).not.toMatch(/NaN|Infinity/)
  const svg = heatMapSvg(map([Array.from({ length: 200 }, (_, column) => column)]))
  expect(svg.match(/>x\d+<\/text>/g)!.length).toBeLessThan(50)
})
