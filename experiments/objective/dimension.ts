/** Exponents of second and joule: a time is s, a rate 1/s, a power J/s, a ratio or a number of things neither. */
export interface Dimension {
  readonly s: number
  readonly J: number
}

/** One of a unit: how much it is in seconds and joules. */
export interface Unit {
  readonly dimension: Dimension
  readonly factor: number
}

export const plain: Dimension = { s: 0, J: 0 }
const time: Dimension = { s: 1, J: 0 }
const rate: Dimension = { s: -1, J: 0 }
const power: Dimension = { s: -1, J: 1 }
const energy: Dimension = { s: 0, J: 1 }

/** Units that may be written in an objective. */
export const units: Readonly<Record<string, Unit>> = {
  us: { dimension: time, factor: 1e-6 },
  ms: { dimension: time, factor: 1e-3 },
  s: { dimension: time, factor: 1 },
  min: { dimension: time, factor: 60 },
  h: { dimension: time, factor: 3600 },
  mW: { dimension: power, factor: 1e-3 },
  W: { dimension: power, factor: 1 },
  kW: { dimension: power, factor: 1e3 },
  J: { dimension: energy, factor: 1 },
  kJ: { dimension: energy, factor: 1e3 },
  Wh: { dimension: energy, factor: 3600 },
  kWh: { dimension: energy, factor: 3.6e6 },
}

/** The unit that the simulator names: 'ms', 'W', 'J', 'requests/s'; whatever else it counts is a plain number. */
export function unitOf(name: string): Unit {
  if (name.endsWith('/s')) return { dimension: rate, factor: 1 }
  return units[name] ?? { dimension: plain, factor: 1 }
}

export const sameDimension = (a: Dimension, b: Dimension): boolean => a.s === b.s && a.J === b.J
export const product = (a: Dimension, b: Dimension): Dimension => ({ s: a.s + b.s, J: a.J + b.J })
export const quotient = (a: Dimension, b: Dimension): Dimension => ({ s: a.s - b.s, J: a.J - b.J })

const named: readonly { readonly dimension: Dimension; readonly text: string }[] = [
  { dimension: plain, text: "a number or a percentage such as '1 %'" },
  { dimension: time, text: "a time such as '500 ms'" },
  { dimension: rate, text: "a rate such as '120 / s'" },
  { dimension: power, text: "a power such as '112 W'" },
  { dimension: energy, text: "an energy such as '3 kJ'" },
]

/** The dimension in words, with an example of how it is written. */
export const dimensionText = (dimension: Dimension): string =>
  named.find((one) => sameDimension(one.dimension, dimension))?.text ?? `s^${dimension.s} J^${dimension.J}`
