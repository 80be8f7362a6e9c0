import { TandemError } from '#core/errors.ts'

/** A place in the scenario and the values it takes, in the notation of `--set`. */
export interface Factor {
  readonly path: string
  readonly values: readonly string[]
}

const valuesMax = 10_000
const cellsMax = 100_000

/**
 * Reads `--vary path=a,b,c`, values as in a scenario file, or `--vary path=lo..hi:steps`: evenly spaced values, both ends
 * among them, in the unit of the upper end.
 *
 * Errors  ConfigInvalid
 */
export function readFactor(written: string): Factor {
  const split = written.indexOf('=')
  const path = written.slice(0, Math.max(0, split)).trim()
  const list = written.slice(split + 1).trim()
  if (path === '' || list === '')
    throw wrong(
      written,
      'must be path=a,b,c or path=lo..hi:steps, for example servers=1,2,4 or servers=1..4:4',
    )
  if (path === 'replications') throw wrong(written, 'the number of replications is that of --replications')
  const values = list.includes('..') ? spaced(written, list) : valuesIn(list)
  const twice = values.find((value, index) => values.indexOf(value) !== index)
  if (twice !== undefined) throw wrong(written, `has the value '${twice}' twice`)
  if (values.includes('')) throw wrong(written, 'has an empty value')
  return { path, values }
}

/**
 * The full factorial design: every combination of values, those of the last factor change fastest.
 *
 * Errors  ConfigInvalid for a path that is varied twice and for too many cells
 * Shape   [cell][factor]
 */
export function cellsOf(design: readonly Factor[]): string[][] {
  const paths = design.map(({ path }) => path)
  const twice = paths.find((path, index) => paths.indexOf(path) !== index)
  if (twice !== undefined) throw new TandemError('ConfigInvalid', `--vary: ${twice} is varied twice`)
  const cells = design.reduce((product, { values }) => product * values.length, 1)
  if (cells > cellsMax)
    throw new TandemError('ConfigInvalid', `--vary: ${cells} cells, allowed at most ${cellsMax}`)
  return design.reduce<string[][]>(
    (before, { values }) => before.flatMap((cell) => values.map((value) => [...cell, value])),
    [[]],
  )
}

const range =
  /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*?)\s*\.\.\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)\s*(.*?)\s*:\s*(\d+)\s*$/i

function spaced(written: string, list: string): string[] {
  const parts = range.exec(list)
  if (parts === null) throw wrong(written, "a range is lo..hi:steps, for example 1..4:4 or '1 ms..5 ms:5'")
  const [, lowText, lowUnit, highText, unit, stepsText] = parts as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  if (lowUnit !== '' && lowUnit !== unit)
    throw wrong(written, `the ends of a range need one unit; found '${lowUnit}' and '${unit}'`)
  const [low, high, steps] = [Number(lowText), Number(highText), Number(stepsText)]
  if (steps < 2 || steps > valuesMax)
    throw wrong(written, `steps must be a whole number; found ${steps}, allowed 2 to ${valuesMax}`)
  if (high <= low) throw wrong(written, `the range must rise; found ${low} to ${high}`)
  const ending = unit === '' ? '' : ` ${unit}`
  return Array.from({ length: steps }, (_, step) => {
    const value = low + ((high - low) * step) / (steps - 1)
    return `${Number(value.toPrecision(12))}${ending}`
  })
}

/** Splits at commas, but not inside brackets, braces or quotes. */
function valuesIn(list: string): string[] {
  const values = ['']
  let depth = 0
  let quote = ''
  for (const letter of list) {
    if (quote !== '') quote = letter === quote ? '' : quote
    else if (letter === "'" || letter === '"') quote = letter
    else if (letter === '[' || letter === '{') depth++
    else if (letter === ']' || letter === '}') depth--
    if (letter === ',' && depth === 0 && quote === '') values.push('')
    else values[values.length - 1] += letter
  }
  return values.map((value) => value.trim())
}

const wrong = (written: string, message: string): TandemError =>
  new TandemError('ConfigInvalid', `--vary ${written}: ${message}`)
