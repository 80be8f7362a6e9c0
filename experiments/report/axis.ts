import type { ScaleLinear } from 'd3'

export type Scale = ScaleLinear<number, number>

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

/** Ticks, labels and grid lines of one axis. */
export function axisTicks(scale: Scale, side: 'x' | 'y', { width, height, margin }: Frame): string {
  const format = scale.tickFormat(6)
  return scale
    .ticks(6)
    .map((value) => {
      const at = scale(value).toFixed(1)
      return side === 'x'
        ? `<line class="grid" x1="${at}" x2="${at}" y1="${margin.top}" y2="${height - margin.bottom}"/><text class="tick" x="${at}" y="${height - margin.bottom + 16}" text-anchor="middle">${format(value)}</text>`
        : `<line class="grid" x1="${margin.left}" x2="${width - margin.right}" y1="${at}" y2="${at}"/><text class="tick" x="${margin.left - 6}" y="${at}" dy=".32em" text-anchor="end">${format(value)}</text>`
    })
    .join('')
}
