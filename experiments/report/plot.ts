/** Small pictures as SVG text, drawn with d3 at build time: the report needs no script and no network. */

import { area as d3area, line as d3line } from 'd3'
import { axisTicks, type Scale, type ScaleKind, scaleOver } from './axis.ts'
import { escaped } from './escaped.ts'
import { keyHtml, type Mark, markSvg } from './mark.ts'

export interface Point {
  readonly x: number
  readonly y: number
  readonly low?: number
  readonly high?: number
}

export interface Series {
  readonly name: string
  readonly colour: string
  /** `marks`: points only (what others measured); `line`: joined, with the interval as a band where there is one. */
  readonly drawn: 'line' | 'marks' | 'bars'
  /** Of the points of a line, where several lines must be told apart without their colours; circles unless said. */
  readonly shape?: Mark['shape']
  readonly points: readonly Point[]
}

export interface Plot {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly series: readonly Series[]
  readonly xScale?: ScaleKind
  /** Values that the axes reach to besides those of the points, so that several plots can be compared. */
  readonly reach?: { readonly x: readonly number[]; readonly y: readonly number[] }
  /** Show the origin of the y axis. */
  readonly fromZero?: boolean
  /** Upright lines at places of the x axis, with what they mean. */
  readonly marks?: readonly { readonly x: number; readonly label: string }[]
}

const width = 460
const height = 290
const margin = { top: 36, right: 26, bottom: 46, left: 58 }

export function plotSvg(plot: Plot): string {
  const { title, x: xTitle, y: yTitle, series, fromZero = false, marks = [], reach = { x: [], y: [] } } = plot
  const points = series.flatMap((one) => one.points)
  const x = scaleOver([...points.map((point) => point.x), ...reach.x], [margin.left, width - margin.right], {
    kind: plot.xScale,
  })
  const y = scaleOver(
    [...points.flatMap((point) => [point.y, point.low ?? point.y, point.high ?? point.y]), ...reach.y],
    [height - margin.bottom, margin.top],
    { fromZero: fromZero || series.some(({ drawn }) => drawn === 'bars') },
  )
  const body = series.map((one) => seriesSvg(one, x, y)).join('')
  return `<figure><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">
<text class="title" x="${margin.left}" y="16">${escaped(capitalised(title))}</text>
${axisTicks(x, 'x', { width, height, margin })}${axisTicks(y, 'y', { width, height, margin })}
<text class="axis" x="${(margin.left + width - margin.right) / 2}" y="${height - 8}" text-anchor="middle">${escaped(xTitle)}</text>
<text class="axis" transform="translate(14 ${(margin.top + height - margin.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yTitle)}</text>
${marks.map((mark) => uprightSvg(mark, x)).join('')}${body}</svg><figcaption>${series.map(keyOf).join('')}</figcaption></figure>`
}

const keyOf = ({ name, colour, drawn, shape }: Series): string =>
  shape === undefined
    ? `<span style="--c:${colour}" class="${drawn}">${escaped(name)}</span>`
    : keyHtml(name, { shape, colour })

function uprightSvg({ x: at, label }: { readonly x: number; readonly label: string }, x: Scale): string {
  const place = x(at).toFixed(1)
  return `<line x1="${place}" x2="${place}" y1="${margin.top}" y2="${height - margin.bottom}" stroke="#7b8794" stroke-dasharray="4 3"/><text class="axis" x="${Number(place) + 4}" y="${margin.top + 10}">${escaped(label)}</text>`
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function seriesSvg({ colour, drawn, shape, points }: Series, x: Scale, y: Scale): string {
  const shown = points.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
  if (drawn === 'bars') return barsSvg(shown, colour, x, y)
  const dots = shown
    .map(({ x: at, y: value }) =>
      shape === undefined
        ? dotSvg(x(at), y(value), colour, drawn)
        : markSvg({ shape, colour }, x(at), y(value)),
    )
    .join('')
  if (drawn === 'marks') return dots
  const path =
    d3line<Point>()
      .x((point) => x(point.x))
      .y((point) => y(point.y))(shown) ?? ''
  const band = d3area<Point>()
    .defined((point) => point.low !== undefined)
    .x((point) => x(point.x))
    .y0((point) => y(point.low ?? point.y))
    .y1((point) => y(point.high ?? point.y))(shown)
  const many = shown.length > 12
  return `<path d="${band ?? ''}" fill="${colour}" opacity=".18"/><path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${many ? '' : dots}`
}

function dotSvg(x: number, y: number, colour: string, drawn: 'line' | 'marks'): string {
  return drawn === 'marks'
    ? `<path d="M${(x - 5).toFixed(1)} ${(y - 5).toFixed(1)}l10 10m0-10l-10 10" stroke="${colour}" stroke-width="2"/>`
    : `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5" fill="${colour}"/>`
}

function barsSvg(points: readonly Point[], colour: string, x: Scale, y: Scale): string {
  const step = points.length > 1 ? x(points[1]!.x) - x(points[0]!.x) : 20
  return points
    .map(
      ({ x: at, y: value }) =>
        `<rect x="${x(at).toFixed(1)}" y="${y(value).toFixed(1)}" width="${Math.max(1, step - 1).toFixed(1)}" height="${Math.max(0, y(0) - y(value)).toFixed(1)}" fill="${colour}" opacity=".8"/>`,
    )
    .join('')
}
