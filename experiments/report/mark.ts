import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
} from 'd3'
import { escaped } from './escaped.ts'

const types = {
  circle: symbolCircle,
  square: symbolSquare,
  diamond: symbolDiamond,
  triangle: symbolTriangle,
  cross: symbolCross,
  star: symbolStar,
} as const

export type Shape = keyof typeof types
export const shapes = Object.keys(types) as readonly Shape[]

/** How a point is drawn; `ring`: its outline alone. */
export interface Mark {
  readonly shape: Shape
  readonly colour: string
  readonly isRing?: boolean
}

/** One point of a picture. */
export const markSvg = (mark: Mark, x: number, y: number): string =>
  `<path class="mark" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" d="${symbol(types[mark.shape], 58)() ?? ''}" fill="${mark.isRing === true ? '#fff' : mark.colour}" stroke="${mark.colour}" stroke-width="1.6"/>`

/** What a mark means, for the line below a picture. */
export const keyHtml = (name: string, mark: Mark): string =>
  `<span class="key"><svg viewBox="-7 -7 14 14" aria-hidden="true">${markSvg(mark, 0, 0)}</svg>${escaped(name)}</span>`
