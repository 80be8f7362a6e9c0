import { axisTicks, type Scale, scaleOver } from './axis.ts'
import { escaped } from './escaped.ts'
import { keyHtml, type Mark, markSvg } from './mark.ts'

export interface ScatterPoint {
  readonly x: number
  readonly y: number
  readonly xLow: number
  readonly xHigh: number
  readonly yLow: number
  readonly yHigh: number
  readonly mark: Mark
  readonly said: string
}

export interface Scatter {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly points: readonly ScatterPoint[]
  readonly keys: readonly { readonly name: string; readonly mark: Mark }[]
}

const size = { width: 460, height: 430 }
const margin = { top: 32, right: 20, bottom: 46, left: 62 }
/** Half the width of the strip around the diagonal, as a ratio. */
const stripRatio = 0.1

/**
 * Two measurements of the same things on log axes of one scale, with the diagonal where they agree, a strip of 10 % around it and the
 * interval of each. What is not above 0 has no place on such axes and is left out.
 */
export function scatterSvg({ title, x: xTitle, y: yTitle, points, keys }: Scatter): string {
  const shown = points.filter(({ x, y }) => x > 0 && y > 0 && Number.isFinite(x) && Number.isFinite(y))
  const values = shown.flatMap(({ x, y, xLow, xHigh, yLow, yHigh }) => [x, y, xLow, xHigh, yLow, yHigh])
  const least = shown.reduce((low, { x, y }) => Math.min(low, x, y), Number.POSITIVE_INFINITY)
  // An interval that reaches to 0 is cut, or it would take all decades below.
  const cut = values.filter((value) => value > least / 4)
  const [low, high] = [Math.min(...cut) / 1.15, Math.max(...cut) * 1.15]
  const domain = cut.length === 0 ? [] : [low, high]
  const x = scaleOver(domain, [margin.left, size.width - margin.right], { kind: 'log' })
  const y = scaleOver(domain, [size.height - margin.bottom, margin.top], { kind: 'log' })
  const frame = { ...size, margin }
  const left = points.length - shown.length
  return `<figure><svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(title)}">
<text class="title" x="${margin.left}" y="16">${escaped(title)}</text>
${axisTicks(x, 'x', frame)}${axisTicks(y, 'y', frame)}${diagonalSvg(x, y)}${shown.map((point) => pointSvg(point, x, y)).join('')}
<text class="axis" x="${(margin.left + size.width - margin.right) / 2}" y="${size.height - 8}" text-anchor="middle">${escaped(xTitle)}</text>
<text class="axis" transform="translate(14 ${(margin.top + size.height - margin.bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(yTitle)}</text></svg>
<figcaption>${keys.map(({ name, mark }) => keyHtml(name, mark)).join('')}<span style="--c:#7b8794">equal</span><span class="bars" style="--c:#d8dee5">within 10 %</span>${left > 0 ? `<span class="note">${left} without a place on log axes</span>` : ''}</figcaption></figure>`
}

function diagonalSvg(x: Scale, y: Scale): string {
  const [low = 1, high = 1] = x.domain()
  const at = (value: number, ratio: number) => {
    const inside = Math.min(high, Math.max(low, value * ratio))
    // Where the strip leaves the frame it turns along the edge.
    return `${x(inside / ratio).toFixed(1)},${y(inside).toFixed(1)}`
  }
  const [up, down] = [1 + stripRatio, 1 / (1 + stripRatio)]
  const strip = [
    `${x(low).toFixed(1)},${y(low).toFixed(1)}`,
    at(low, up),
    at(high, up),
    `${x(high).toFixed(1)},${y(high).toFixed(1)}`,
    at(high, down),
    at(low, down),
  ]
  return `<polygon class="strip" points="${strip.join(' ')}" fill="#9aa5b1" opacity=".25"/><line class="diagonal" x1="${x(low).toFixed(1)}" y1="${y(low).toFixed(1)}" x2="${x(high).toFixed(1)}" y2="${y(high).toFixed(1)}" stroke="#7b8794"/>`
}

function pointSvg(point: ScatterPoint, x: Scale, y: Scale): string {
  const [low = 1, high = 1] = x.domain()
  const within = (scale: Scale, value: number, other: number) =>
    scale(Math.min(high, Math.max(low, Number.isFinite(value) ? value : other))).toFixed(1)
  const [cx, cy] = [x(point.x).toFixed(1), y(point.y).toFixed(1)]
  const style = `stroke="${point.mark.colour}" opacity=".7" stroke-width="1.5"`
  const bars = `<line class="interval" x1="${within(x, point.xLow, point.x)}" x2="${within(x, point.xHigh, point.x)}" y1="${cy}" y2="${cy}" ${style}/><line class="interval" x1="${cx}" x2="${cx}" y1="${within(y, point.yLow, point.y)}" y2="${within(y, point.yHigh, point.y)}" ${style}/>`
  return `<g><title>${escaped(point.said)}</title>${bars}${markSvg(point.mark, x(point.x), y(point.y))}</g>`
}
