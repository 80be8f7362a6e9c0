/**
 * Formulas that a scenario writes, such as `Q*R/(L+C) + W / 300 ms`. mathjs parses; this walks the tree by an allow-list, checks names and
 * units, and makes a plain function of it. Nothing is ever evaluated by mathjs.
 *
 *     value   number, number unit, name, + - * / of values, -value, (value), min max (value, ...), abs sqrt log exp (value)
 */
import math, { type SyntaxNode } from 'mathjs/lib/browser/math.js'
import { TandemError } from '#core/errors.ts'
import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import { suggestion } from '#core/nearest-name.ts'
import { report, type Schema } from '#core/schema.ts'

/** Exponents of time and size: a rate is -1 and 0. */
export interface Dimension {
  readonly ms: number
  readonly bytes: number
}

/** Names that a formula may use, each with its dimension; values are in ms and bytes. */
export type FormulaNames = Readonly<
  Record<string, { readonly dimension: Dimension; readonly meaning: string }>
>

/** The values stand in the order of the names. */
export type Evaluate = (values: Float64Array) => number

interface Part {
  readonly dimension: Dimension
  readonly value: Evaluate
  /** A unit that no number stands before. */
  readonly isBareUnit?: boolean
}

const charactersMax = 1000
const plain: Dimension = { ms: 0, bytes: 0 }

const functions: readonly string[] = ['min', 'max', 'abs', 'sqrt', 'log', 'exp']

const units: Readonly<Record<string, { readonly dimension: Dimension; readonly factor: number }>> = {
  us: { dimension: { ms: 1, bytes: 0 }, factor: 1e-3 },
  ms: { dimension: { ms: 1, bytes: 0 }, factor: 1 },
  s: { dimension: { ms: 1, bytes: 0 }, factor: 1e3 },
  B: { dimension: { ms: 0, bytes: 1 }, factor: 1 },
  KiB: { dimension: { ms: 0, bytes: 1 }, factor: 1024 },
  MiB: { dimension: { ms: 0, bytes: 1 }, factor: 1_048_576 },
}

/**
 * The function that a text stands for. What it gives is a number, also NaN and infinite ones: what these mean is the caller's business.
 *
 * Cost    a call an operation; no allocation
 * Errors  ConfigInvalid: no formula, an unknown name with the nearest one, something that is not allowed, a sum of different units
 */
export function compileFormula(text: string, names: FormulaNames): Evaluate {
  const order = Object.entries(names).map(([name]) => name)
  return partOf(parsed(text), { text, names, order }).value
}

/** Schema of a formula as text; it is checked when the configuration is read. */
export function formulaText(o: {
  readonly names: FormulaNames
  readonly default: string
  readonly meaning: string
}): Schema<string> {
  const allowed = `a formula of ${Object.entries(o.names)
    .map(([name, { meaning }]) => `${name} (${meaning})`)
    .join(', ')}`
  return {
    unit: '',
    allowed,
    default: o.default,
    meaning: o.meaning,
    suffix: '',
    read(raw, path, reading) {
      try {
        if (typeof raw !== 'string') throw new TandemError('ConfigInvalid', 'expected text')
        compileFormula(raw, o.names)
        return raw
      } catch (error) {
        report(reading, { path, value: raw, unit: '', allowed, message: (error as Error).message })
        return o.default
      }
    },
    absent: () => o.default,
    rows: (name) => [{ name, unit: '', range: allowed, default: o.default, meaning: o.meaning }],
  }
}

interface Reading {
  readonly text: string
  readonly names: FormulaNames
  readonly order: readonly string[]
}

const wrong = (text: string, message: string): TandemError =>
  new TandemError('ConfigInvalid', `'${text}': ${message}`)

function parsed(text: string): SyntaxNode {
  if (text.length > charactersMax)
    throw new TandemError('ConfigInvalid', `${text.length} characters, allowed ${charactersMax}`)
  try {
    return math.parse(text)
  } catch (error) {
    throw wrong(text, (error as Error).message)
  }
}

function partOf(node: SyntaxNode, reading: Reading): Part {
  const part = partOrUnit(node, reading)
  if (part.isBareUnit !== true) return part
  throw wrong(
    reading.text,
    `the unit '${String(node.name)}' stands alone, write it such as '300 ${String(node.name)}'`,
  )
}

function partOrUnit(node: SyntaxNode, reading: Reading): Part {
  if (node.type === 'ParenthesisNode') return partOf(node.content!, reading)
  if (node.type === 'ConstantNode') return constant(node, reading)
  if (node.type === 'SymbolNode') return named(node.name!, reading)
  if (node.type === 'OperatorNode') return operation(node, reading)
  if (node.type === 'FunctionNode') return call(node, reading)
  throw notAllowed(node, reading)
}

function notAllowed(node: SyntaxNode, { text }: Reading): TandemError {
  const what =
    node.fn === undefined ? node.type : typeof node.fn === 'string' ? node.fn : String(node.fn.name)
  return wrong(
    text,
    `${what} is not allowed; allowed are + - * /, brackets, min, max, abs, sqrt, log and exp`,
  )
}

function constant({ value }: SyntaxNode, { text }: Reading): Part {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw wrong(text, `'${String(value)}' is no number`)
  return { dimension: plain, value: () => value }
}

function named(name: string, { text, names, order }: Reading): Part {
  const index = order.indexOf(name)
  if (index >= 0) return { dimension: names[name]!.dimension, value: (values) => values[index]! }
  if (Object.hasOwn(units, name)) {
    const { dimension, factor } = units[name]!
    return { dimension, value: () => factor, isBareUnit: true }
  }
  const known = [...Object.entries(names), ...Object.entries(units)].map(([one]) => one)
  throw wrong(text, `unknown name '${name}'${suggestion(name, known)}; allowed are ${known.join(', ')}`)
}

function operation(node: SyntaxNode, reading: Reading): Part {
  const [first, second] = node.args as readonly [SyntaxNode, SyntaxNode]
  switch (node.fn) {
    case 'unaryMinus':
      return negated(partOf(first, reading))
    case 'unaryPlus':
      return partOf(first, reading)
    case 'add':
    case 'subtract':
      return sum(node, [partOf(first, reading), partOf(second, reading)], reading)
    case 'multiply':
      // `300 ms` is a product without a sign.
      return product(partOf(first, reading), factorOf(node, second, reading), 1)
    case 'divide':
      return product(partOf(first, reading), partOf(second, reading), -1)
    default:
      throw notAllowed(node, reading)
  }
}

function factorOf(node: SyntaxNode, second: SyntaxNode, reading: Reading): Part {
  return node.implicit === true && second.type === 'SymbolNode'
    ? partOrUnit(second, reading)
    : partOf(second, reading)
}

const negated = ({ dimension, value }: Part): Part => ({ dimension, value: (values) => -value(values) })

function sum(node: SyntaxNode, [left, right]: readonly [Part, Part], reading: Reading): Part {
  requireSame([left, right], node.fn === 'add' ? 'sum' : 'difference', reading)
  const a = left.value
  const b = right.value
  const { dimension } = left
  return node.fn === 'add'
    ? { dimension, value: (values) => a(values) + b(values) }
    : { dimension, value: (values) => a(values) - b(values) }
}

function product(left: Part, right: Part, sign: 1 | -1): Part {
  const a = left.value
  const b = right.value
  const dimension = {
    ms: left.dimension.ms + sign * right.dimension.ms,
    bytes: left.dimension.bytes + sign * right.dimension.bytes,
  }
  return sign === 1
    ? { dimension, value: (values) => a(values) * b(values) }
    : { dimension, value: (values) => a(values) / b(values) }
}

function call(node: SyntaxNode, reading: Reading): Part {
  const name = typeof node.fn === 'object' ? String(node.fn.name) : String(node.fn)
  if (!functions.includes(name)) throw notAllowed(node, reading)
  const parts = node.args!.map((one) => partOf(one, reading))
  if ((name === 'min' || name === 'max') && parts.length >= 1) return extreme(name, parts, reading)
  const [only] = parts
  if (only === undefined || parts.length !== 1) throw wrong(reading.text, `${name} takes one value`)
  const { dimension, value } = only
  if (name === 'abs') return { dimension, value: (values) => Math.abs(value(values)) }
  if (name === 'sqrt')
    return {
      dimension: { ms: dimension.ms / 2, bytes: dimension.bytes / 2 },
      value: (values) => Math.sqrt(value(values)),
    }
  requireSame([only, { dimension: plain, value }], `${name} of a quantity`, reading)
  const apply = name === 'log' ? log : exp
  return { dimension, value: (values) => apply(value(values)) }
}

function extreme(name: 'min' | 'max', parts: readonly Part[], reading: Reading): Part {
  requireSame(parts, name, reading)
  const choose = name === 'min' ? Math.min : Math.max
  return parts.reduce((left, right) => {
    const a = left.value
    const b = right.value
    return { dimension: left.dimension, value: (values) => choose(a(values), b(values)) }
  })
}

function requireSame(parts: readonly Part[], what: string, { text }: Reading): void {
  const { ms, bytes } = parts[0]!.dimension
  const other = parts.find(({ dimension }) => dimension.ms !== ms || dimension.bytes !== bytes)
  if (other !== undefined)
    throw wrong(
      text,
      `${what} of different units: ${unitText(parts[0]!.dimension)} and ${unitText(other.dimension)}`,
    )
}

function unitText({ ms, bytes }: Dimension): string {
  const power = (unit: string, exponent: number) =>
    exponent === 0 ? [] : [exponent === 1 ? unit : `${unit}^${exponent}`]
  return [...power('ms', ms), ...power('bytes', bytes)].join(' ') || 'a plain number'
}
