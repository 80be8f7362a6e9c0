import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from 'd3'

export type Scale = ScaleLinear<number, number> | ScaleLogarithmic<number, number>
export type ScaleKind = 'linear' | 'log'

export interface Frame {
  readonly width: number
  readonly height: number
  readonly margin: {
    readonly top: number
    readonly right: number
    readonly bottom: number
    readonly left: number
  }
}

/** A scale over what is finite among the values, its ends rounded outward; a log scale leaves out what is not above 0. */
export function scaleOver(
  values: readonly number[],
  range: readonly [number, number],
  { kind = 'linear', fromZero = false }: { kind?: ScaleKind | undefined; fromZero?: boolean } = {},
): Scale {
  const known = values.filter((value) => Number.isFinite(value) && (kind === 'linear' || value > 0))
  const empty = known.length === 0
  const low = empty ? 0.1 : known.reduce((a, b) => Math.min(a, b))
  const high = empty ? 1 : known.reduce((a, b) => Math.max(a, b))
  if (kind === 'log')
    return scaleLog()
      .domain(low === high ? [low / 2, high * 2] : [low, high])
      .range([...range])
  const from = fromZero || empty ? Math.min(0, low) : low
  const to = fromZero ? Math.max(0, high) : high
  return scaleLinear()
    .domain(from === to ? [from - 1, to + 1] : [from, to])
    .nice(6)
    .range([...range])
}

/** Ticks, labels and grid lines of one axis. */
export function axisTicks(scale: Scale, side: 'x' | 'y', { width, height, margin }: Frame): string {
  return ticksOf(scale)
    .map(({ value, label }) => {
      const at = scale(value).toFixed(1)
      return side === 'x'
        ? `<line class="grid" x1="${at}" x2="${at}" y1="${margin.top}" y2="${height - margin.bottom}"/><text class="tick" x="${at}" y="${height - margin.bottom + 16}" text-anchor="middle">${label}</text>`
        : `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}"/><text class="tick" x="${margin.left - 6}" y="${at}" dy=".32em" text-anchor="end">${label}</text>`
    })
    .join('')
}

/** Where a scale has ticks, and what they say; on a log scale round numbers, the fewer the more decades there are. */
export function ticksOf(scale: Scale): { readonly value: number; readonly label: string }[] {
  if (!isLog(scale)) {
    const format = scale.tickFormat(6)
    return scale.ticks(6).map((value) => ({ value, label: format(value) }))
  }
  const [low = 1, high = 1] = scale.domain()
  const decades = Math.log10(high / low)
  if (decades < 0.35) {
    const even = scaleLinear().domain([low, high])
    const format = even.tickFormat(5)
    return even.ticks(5).map((value) => ({ value, label: format(value) }))
  }
  const leading = decades > 4 ? [1] : decades > 2 ? [1, 3] : decades > 1.3 ? [1, 2, 5] : [1, 2, 3, 5, 7]
  const powers = Array.from(
    { length: Math.ceil(decades) + 2 },
    (_, index) => Math.floor(Math.log10(low)) + index,
  )
  return powers
    .flatMap((power) => leading.map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => value >= low && value <= high)
    .map((value) => ({ value, label: plain(value) }))
}

const isLog = (scale: Scale): scale is ScaleLogarithmic<number, number> => 'base' in scale

const plain = (value: number): string =>
  value >= 1e7 || value < 1e-4
    ? value.toExponential(0)
    : value.toLocaleString('en-GB', { maximumFractionDigits: 4 })
