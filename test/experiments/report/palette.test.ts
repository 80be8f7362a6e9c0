import { lab, rgb } from 'd3'
import { expect, it } from 'vitest'
import { palette } from '#experiments/report/palette.ts'

/** Machado, Oliveira, Fernandes, IEEE TVCG 15(6), 2009: matrices of full severity, on linear light. */
const sights = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const

const linear = (byte: number) =>
  byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4
const encoded = (light: number) =>
  255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055)

function seen(colour: string, sight: keyof typeof sights) {
  const { r, g, b } = rgb(colour)
  const light = [r, g, b].map(linear)
  const [x, y, z] = sights[sight].map((row) =>
    encoded(
      Math.min(
        1,
        Math.max(
          0,
          row.reduce<number>((sum, weight, index) => sum + weight * light[index]!, 0),
        ),
      ),
    ),
  )
  return lab(rgb(x!, y!, z!))
}

const distance = (a: ReturnType<typeof lab>, b: ReturnType<typeof lab>) =>
  Math.hypot(a.l - b.l, a.a - b.a, a.b - b.b)

it.each(Object.keys(sights) as (keyof typeof sights)[])(
  'colours of several things differ for %s',
  (sight) => {
    for (const set of [palette.several, palette.ordered]) {
      const colours = set.map((colour) => seen(colour, sight))
      const pairs = colours.flatMap((a, index) => colours.slice(index + 1).map((b) => distance(a, b)))
      expect(Math.min(...pairs)).toBeGreaterThan(13)
    }
  },
)

it('what is compared differs from what is quiet, for everybody', () => {
  for (const sight of Object.keys(sights) as (keyof typeof sights)[]) {
    const [ours, theirs, quiet] = [palette.ours, palette.theirs, palette.quiet].map((one) => seen(one, sight))
    for (const [a, b] of [
      [ours, theirs],
      [theirs, quiet],
      [ours, quiet],
    ])
      expect(distance(a!, b!)).toBeGreaterThan(10)
  }
})
