import { interpolateYlGnBu, lab } from 'd3'
import { figure } from '../table.ts'
import { escaped } from './escaped.ts'

export interface HeatMap {
  readonly title: string
  readonly unit: string
  readonly x: { readonly name: string; readonly values: readonly string[] }
  readonly y: { readonly name: string; readonly values: readonly string[] }
  /** The value of the cell in this column and row; undefined where there is none. */
  readonly at: (column: number, row: number) => number | undefined
}

const top = 34
const rowHeight = 34
const letterWidth = 7
/** Colours of the smallest and the largest value: neither end is so pale or so dark that a cell loses its edge or its text. */
const [palest, darkest] = [0.08, 0.85]

/** Two factors as columns and rows, the value of a cell as its colour and in writing; a cell without value is crossed out. */
export function heatMapSvg({ title, unit, x, y, at }: HeatMap): string {
  const width = x.values.length > 6 ? 960 : 460
  const left = 24 + letterWidth * Math.max(4, ...y.values.map((value) => Math.min(24, value.length)))
  const cellWidth = (width - left - 12) / x.values.length
  const below = top + y.values.length * rowHeight
  const values = y.values.flatMap((_, row) => x.values.map((_, column) => at(column, row)))
  const colourOf = colourScale(values.filter((value) => value !== undefined))
  const cells = y.values.flatMap((yValue, row) =>
    x.values.map((xValue, column) => {
      const place = { x: left + column * cellWidth, y: top + row * rowHeight, width: cellWidth }
      const said = `${x.name} ${xValue}, ${y.name} ${yValue}`
      return cellSvg(at(column, row), { place, said, unit, colourOf })
    }),
  )
  const everyColumn = Math.ceil((letterWidth * longest(x.values) + 8) / cellWidth)
  const columnNames = x.values.map((value, column) =>
    column % everyColumn === 0
      ? `<text class="tick" x="${(left + (column + 0.5) * cellWidth).toFixed(1)}" y="${below + 16}" text-anchor="middle">${escaped(value)}</text>`
      : '',
  )
  const rowNames = y.values.map(
    (value, row) =>
      `<text class="tick" x="${left - 6}" y="${top + (row + 0.5) * rowHeight}" dy=".32em" text-anchor="end">${escaped(value.slice(0, 24))}</text>`,
  )
  const middle = (top + below) / 2
  return `<figure${width > 460 ? ' class="wide"' : ''}><svg viewBox="0 0 ${width} ${below + 44}" role="img" aria-label="${escaped(title)}">
<text class="title" x="${left}" y="18">${escaped(`${title}, ${unit}`)}</text>${cells.join('')}${columnNames.join('')}${rowNames.join('')}
<text class="axis" x="${(left + width - 12) / 2}" y="${below + 36}" text-anchor="middle">${escaped(x.name)}</text>
<text class="axis" transform="translate(12 ${middle}) rotate(-90)" text-anchor="middle">${escaped(y.name)}</text></svg>${legend(values, colourOf, unit)}</figure>`
}

interface CellPlace {
  readonly place: { readonly x: number; readonly y: number; readonly width: number }
  readonly said: string
  readonly unit: string
  readonly colourOf: (value: number) => string
}

function cellSvg(value: number | undefined, { place, said, unit, colourOf }: CellPlace): string {
  const { x, y, width } = place
  const box = `x="${x.toFixed(1)}" y="${y}" width="${(width - 2).toFixed(1)}" height="${rowHeight - 2}"`
  const [middle, centre] = [(x + width / 2 - 1).toFixed(1), y + rowHeight / 2 - 1]
  if (value === undefined)
    return `<rect class="cell" ${box} fill="#f1f3f5" stroke="#9aa5b1" stroke-dasharray="3 2"><title>${escaped(said)}: no value</title></rect><text class="missing" x="${middle}" y="${centre}" dy=".32em" text-anchor="middle">\u00d7</text>`
  const colour = colourOf(value)
  const ink = lab(colour).l > 62 ? '#1d2733' : '#fff'
  const text = figure(value)
  const fits = text.length * letterWidth + 4 < width
  return `<rect class="cell" ${box} fill="${colour}"><title>${escaped(`${said}: ${text} ${unit}`)}</title></rect>${fits ? `<text class="value" x="${middle}" y="${centre}" dy=".32em" text-anchor="middle" fill="${ink}">${text}</text>` : ''}`
}

/** Values that differ by less than this share of the largest keep colours that differ little. */
const spanRatioMin = 0.1

/** By ratios where the values span more than a decade, else by differences. */
function colourScale(values: readonly number[]): (value: number) => string {
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  const low = values.reduce((a, b) => Math.min(a, b), high - spanRatioMin * Math.abs(high))
  const place = low > 0 && high / low > 10 ? Math.log : (value: number) => value
  return (value) => {
    const share = low === high ? 0.4 : (place(value) - place(low)) / (place(high) - place(low))
    return interpolateYlGnBu(palest + share * (darkest - palest))
  }
}

function legend(
  values: readonly (number | undefined)[],
  colourOf: (value: number) => string,
  unit: string,
): string {
  const known = values.filter((value) => value !== undefined).sort((a, b) => a - b)
  const shown = known.length === 0 ? [] : [...new Set([known[0]!, known[known.length >> 1]!, known.at(-1)!])]
  const keys = shown.map(
    (value) =>
      `<span class="bars" style="--c:${colourOf(value)}">${escaped(`${figure(value)} ${unit}`)}</span>`,
  )
  const missing =
    known.length < values.length
      ? '<span class="marks" style="--c:#5b6875">no value, see the problems</span>'
      : ''
  return `<figcaption>${keys.join('')}${missing}</figcaption>`
}

const longest = (texts: readonly string[]): number => Math.max(1, ...texts.map(({ length }) => length))
