import { axisTicks, type Scale, type ScaleKind, scaleOver } from './axis.ts'
import { escaped } from './escaped.ts'
import { keyHtml, type Mark, markSvg } from './mark.ts'

/** One row of names, marks and numbers. */
export interface PlotRow {
  readonly label: string
  readonly at: number
  readonly low?: number
  readonly high?: number
  readonly mark: Mark
  /** More marks in the same row, without intervals. */
  readonly others?: readonly { readonly at: number; readonly mark: Mark }[]
  /** Beside the picture, one for each column. */
  readonly texts?: readonly string[]
}

export interface RowsPlot {
  readonly title: string
  readonly x: string
  readonly rows: readonly PlotRow[]
  readonly columns?: readonly string[]
  readonly scale?: ScaleKind
  /** The part of the axis that is shown: what lies beyond becomes an arrow. All unless said. */
  readonly limits?: readonly [number, number]
  /** An upright line, from which stems go to the marks when `hasStems`. */
  readonly reference?: number
  readonly hasStems?: boolean
  /** A shaded part of the axis. */
  readonly band?: { readonly low: number; readonly high: number; readonly label: string }
  readonly keys?: readonly { readonly name: string; readonly mark: Mark }[]
}

const width = 960
const rowHeight = 22
/** Of the widest of the usual fonts, so that nothing is cut elsewhere either. */
const letterWidth = 7.3
const labelMax = 46

/** A picture of named rows: for each a mark with its interval on a common axis, and numbers to the right (a forest plot). */
export function rowsPlotSvg(plot: RowsPlot): string {
  const { title, x: xTitle, rows, columns = [], keys = [], band } = plot
  const columnWidths = columns.map(
    (name, column) =>
      16 + letterWidth * Math.max(name.length, ...rows.map(({ texts }) => texts?.[column]?.length ?? 0)),
  )
  const longest = Math.max(8, ...rows.map(({ label }) => Math.min(labelMax, label.length)))
  const margin = {
    top: 44,
    right: 20 + columnWidths.reduce((sum, one) => sum + one, 0),
    bottom: 42,
    left: 20 + letterWidth * longest,
  }
  const height = margin.top + rows.length * rowHeight + margin.bottom
  const frame = { width, height, margin }
  const x = scaleOver(shownValues(plot), [margin.left, width - margin.right], { kind: plot.scale })
  const body = rows.map((row, index) => {
    const y = margin.top + (index + 0.5) * rowHeight
    const heading = `<text class="name" x="${margin.left - 10}" y="${y}" dy=".32em" text-anchor="end">${row.label.length > labelMax ? `<title>${escaped(row.label)}</title>` : ''}${escaped(shortened(row.label))}</text>`
    return heading + rowSvg(row, { x, y, plot }) + columnsSvg(row.texts ?? [], { y, columnWidths })
  })
  const bandSvg =
    band === undefined
      ? ''
      : `<rect class="band" x="${Math.min(x(band.low), x(band.high)).toFixed(1)}" y="${margin.top}" width="${Math.abs(x(band.high) - x(band.low)).toFixed(1)}" height="${height - margin.top - margin.bottom}" fill="#edae49" opacity=".3"/>`
  return `<figure class="wide"><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<text class="title" x="10" y="16">${escaped(title)}</text>${columnsSvg(columns, { y: margin.top - 10, columnWidths, kind: 'axis' })}
${axisTicks(x, 'x', frame)}${bandSvg}${referenceSvg(plot.reference, x, frame)}${body.join('')}
<text class="axis" x="${((margin.left + width - margin.right) / 2).toFixed(1)}" y="${height - 8}" text-anchor="middle">${escaped(xTitle)}</text></svg><figcaption>${keys.map(({ name, mark }) => keyHtml(name, mark)).join('')}${band === undefined ? '' : `<span class="bars" style="--c:#f7dfb0">${escaped(band.label)}</span>`}</figcaption></figure>`
}

function shownValues({ rows, limits, reference, band }: RowsPlot): number[] {
  const values = rows.flatMap(({ at, low = at, high = at, others = [] }) => [
    at,
    low,
    high,
    ...others.map((other) => other.at),
  ])
  const known = [...values, reference ?? Number.NaN, band?.low ?? Number.NaN, band?.high ?? Number.NaN]
  if (limits === undefined) return known
  return known.map((value) => Math.min(limits[1], Math.max(limits[0], value)))
}

interface Place {
  readonly x: Scale
  readonly y: number
  readonly plot: RowsPlot
}

function rowSvg({ others = [], ...row }: PlotRow, place: Place): string {
  const more = others.map((other) => oneSvg({ ...other, label: row.label }, place))
  return oneSvg(row, place) + more.join('')
}

function oneSvg({ at, low = at, high = at, mark }: PlotRow, { x, y, plot }: Place): string {
  if (!Number.isFinite(at)) return ''
  const [from = 0, to = 0] = x.domain()
  const within = (value: number) => x(Math.min(to, Math.max(from, value)))
  const ends = [within(low), within(high)] as const
  const interval =
    low === high
      ? ''
      : `<line class="interval" x1="${ends[0].toFixed(1)}" x2="${ends[1].toFixed(1)}" y1="${y}" y2="${y}" stroke="${mark.colour}" stroke-width="2"/>`
  const stem =
    plot.hasStems === true && plot.reference !== undefined
      ? `<line class="stem" x1="${within(plot.reference).toFixed(1)}" x2="${within(at).toFixed(1)}" y1="${y}" y2="${y}" stroke="${mark.colour}" stroke-width="3" opacity=".35"/>`
      : ''
  const arrows =
    (low < from ? arrowSvg(ends[0], y, { towards: -1, colour: mark.colour }) : '') +
    (high > to ? arrowSvg(ends[1], y, { towards: 1, colour: mark.colour }) : '')
  return `${stem}${interval}${arrows}${at >= from && at <= to ? markSvg(mark, x(at), y) : ''}`
}

const arrowSvg = (x: number, y: number, { towards, colour }: { towards: 1 | -1; colour: string }): string =>
  `<path class="beyond" d="M${(x - towards * 6).toFixed(1)} ${y - 5}L${(x + towards * 2).toFixed(1)} ${y}L${(x - towards * 6).toFixed(1)} ${y + 5}" fill="none" stroke="${colour}" stroke-width="2"/>`

function columnsSvg(
  texts: readonly string[],
  { y, columnWidths, kind = 'name' }: { y: number; columnWidths: readonly number[]; kind?: 'name' | 'axis' },
): string {
  return texts
    .map((text, column) => {
      const right = columnWidths.slice(column + 1).reduce((sum, one) => sum + one, 8)
      return `<text class="${kind}" x="${(width - right).toFixed(1)}" y="${y}" dy=".32em" text-anchor="end">${escaped(text)}</text>`
    })
    .join('')
}

function referenceSvg(
  reference: number | undefined,
  x: Scale,
  { height, margin }: { height: number; margin: { top: number; bottom: number } },
): string {
  if (reference === undefined) return ''
  const at = x(reference).toFixed(1)
  return `<line class="reference" x1="${at}" x2="${at}" y1="${margin.top}" y2="${height - margin.bottom}" stroke="#1d2733"/>`
}

const shortened = (text: string): string =>
  text.length > labelMax ? `${text.slice(0, labelMax - 1)}\u2026` : text
