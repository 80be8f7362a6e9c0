import math from 'mathjs/lib/browser/math.js'

/** The kinds of quantity a scenario has, each with its base unit, its name for people and an example of how it is written. */
export const quantities = {
  time: { base: 'ms', unit: 'ms', example: '300 ms' },
  size: { base: 'B', unit: 'bytes', example: '16 KiB' },
  rate: { base: '1 / s', unit: 'per second', example: '120000 / s' },
  bandwidth: { base: 'B / s', unit: 'bytes per second', example: '12.5 MB / s' },
  power: { base: 'W', unit: 'watts', example: '112 W' },
} as const

export type QuantityKind = keyof typeof quantities

/** A number in base units, or the sentence that says what is wrong with the text. */
export type Parsed = { readonly value: number } | { readonly wrong: string }

/**
 * Reads a quantity with its unit, such as '300 ms', '16 KiB', '120000 / s' or '12.5 MB / s', in base units.
 *
 * Parameters: kB, MB and GB are powers of 1000, KiB, MiB and GiB of 1024.
 * Errors: no unit, another dimension, not a number. Ranges are the schema's business.
 */
export function parseQuantity(raw: unknown, kind: QuantityKind): Parsed {
  const { base, unit, example } = quantities[kind]
  if (typeof raw === 'number')
    return { wrong: `${raw} has no unit, write it in ${unit} such as '${example}'` }
  if (typeof raw !== 'string') return { wrong: `expected text such as '${example}'` }
  const parsed = unitOf(raw)
  if (parsed === undefined) return { wrong: `'${raw}' is not a quantity, write it such as '${example}'` }
  if (parsed.units.length === 0)
    return { wrong: `'${raw}' has no unit, write it in ${unit} such as '${example}'` }
  const one = math.unit(base.startsWith('1') ? base : `1 ${base}`)
  if (!parsed.equalBase(one)) return { wrong: `'${raw}' is not in ${unit}, write it such as '${example}'` }
  const value = roundedToDigits(parsed.toNumber(base.replace('1 / s', 's^-1')))
  return Number.isFinite(value) ? { value } : { wrong: `'${raw}' is not finite` }
}

/** A ratio is a plain number or a percentage: 0.86 or '86 %'. */
export function parseRatio(raw: unknown): Parsed {
  if (typeof raw === 'number')
    return Number.isFinite(raw) ? { value: raw } : { wrong: `${raw} is not finite` }
  const match =
    typeof raw === 'string' ? /^\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(%?)\s*$/i.exec(raw) : null
  if (!match) return { wrong: "expected a plain number or a percentage such as '86 %'" }
  return { value: match[2] === '%' ? roundedToDigits(Number(match[1]) / 100) : Number(match[1]) }
}

function unitOf(text: string) {
  // A bare 'ms' would be read as one millisecond.
  if (!/^\s*[-+]?[\d.]/.test(text)) return undefined
  try {
    return math.unit(text.trim())
  } catch {
    return undefined
  }
}

/** Unit factors leave noise in the last digit (0.3 s is 300.00000000000006 ms); fifteen digits are what was written. */
const roundedToDigits = (value: number) => Number(value.toPrecision(15))
