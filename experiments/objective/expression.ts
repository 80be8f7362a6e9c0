/**
 * The language of objectives: `p95 < 500 ms and not (errors > 1 %)`. mathjs parses, this walks the tree by an allow-list and checks
 * units; nothing is ever evaluated by mathjs.
 *
 *     condition   quantity < <= > >= quantity [< quantity], condition and or condition, not condition, (condition)
 *     quantity    number, number unit, number %, metric, + - * / of quantities, -quantity, (quantity)
 */
import { TandemError } from '#core/errors.ts'
import { nearestName } from '#core/nearest-name.ts'
import { type Metric, metricMeasured, metricNamed, metricNames } from '../metric.ts'
import {
  type Dimension,
  dimensionText,
  plain,
  product,
  quotient,
  sameDimension,
  unitOf,
  units,
} from './dimension.ts'
import {
  type AccessorNode,
  type OperatorNode,
  parse,
  type RelationalNode,
  type SyntaxNode,
} from './syntax.ts'

/** The value of a metric in one run, in the metric's own unit. */
export type Measured = (metric: string) => number

/** A value in seconds and joules. */
export interface Quantity {
  readonly kind: 'quantity'
  readonly dimension: Dimension
  readonly metrics: readonly string[]
  readonly value: (measured: Measured) => number
  /** When it is a metric and nothing else: which, and how many seconds and joules its own unit is. */
  readonly alone?: { readonly metric: string; readonly factor: number }
  /** A unit that no number stands before. */
  readonly isBareUnit?: boolean
}

export type Comparator = '<' | '<=' | '>' | '>='

export type Condition =
  | {
      readonly kind: 'comparison'
      readonly comparator: Comparator
      readonly left: Quantity
      readonly right: Quantity
    }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }

export interface Context {
  /** Where the text was written, for errors. */
  readonly place: string
  /** Metrics that will be measured, name to unit; without it every known metric is allowed. */
  readonly measured?: ReadonlyMap<string, string> | undefined
}

interface Reading extends Context {
  readonly text: string
}

const charactersMax = 1000

/** Reads a condition. Errors: ConfigInvalid that names place, text, what is wrong in it and what is allowed. */
export function readCondition(text: string, context: Context): Condition {
  const reading = { ...context, text }
  const part = read(parsed(reading), reading)
  if (part.kind !== 'quantity') return part
  throw wrong(reading, `'${text}' is a value, not a condition; write it such as 'p95 < 500 ms'`)
}

/** The metrics that a condition speaks of, each once. */
export function metricsIn(condition: Condition): string[] {
  const all =
    condition.kind === 'comparison'
      ? [...condition.left.metrics, ...condition.right.metrics]
      : 'parts' in condition
        ? condition.parts.flatMap(metricsIn)
        : metricsIn(condition.part)
  return [...new Set(all)]
}

function parsed(reading: Reading): SyntaxNode {
  const { text } = reading
  if (text.length > charactersMax)
    throw wrong(reading, `has ${text.length} characters, allowed ${charactersMax}`)
  try {
    return parse(text)
  } catch (error) {
    throw wrong(reading, (error as Error).message)
  }
}

type Part = Quantity | Condition

function read(node: SyntaxNode, reading: Reading): Part {
  switch (node.type) {
    case 'ParenthesisNode':
      return read(node.content, reading)
    case 'ConstantNode':
      return constant(node.value, reading)
    case 'SymbolNode':
      return nameRead(node.name, reading)
    case 'AccessorNode':
      return nameRead(dotted(node), reading)
    case 'RelationalNode':
      return chain(node, reading)
    case 'OperatorNode':
      return operator(node, reading)
    default:
      throw notAllowed(node, reading)
  }
}

function constant(value: unknown, reading: Reading): Quantity {
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw wrong(reading, `'${String(value)}' is no number, allowed are numbers with units such as '500 ms'`)
  return { kind: 'quantity', dimension: plain, metrics: [], value: () => value }
}

/** The name that `a.b` or `a["b"]` stands for. */
function dotted({ object, index }: AccessorNode): string {
  const before =
    object.type === 'AccessorNode' ? dotted(object) : object.type === 'SymbolNode' ? object.name : ''
  const [last] = index.dimensions
  return `${before}.${last?.type === 'ConstantNode' ? String(last.value) : ''}`
}

function nameRead(name: string, reading: Reading): Quantity {
  const metric = metricCalled(name, reading)
  if (metric !== undefined) {
    const { dimension, factor } = unitOf(metric.unit)
    const value = (measured: Measured) => measured(metric.name) * factor
    return {
      kind: 'quantity',
      dimension,
      metrics: [metric.name],
      alone: { metric: metric.name, factor },
      value,
    }
  }
  const unit = units[name]
  if (unit === undefined) throw unknownName(name, reading)
  const { dimension, factor } = unit
  return { kind: 'quantity', dimension, metrics: [], value: () => factor, isBareUnit: true }
}

function metricCalled(name: string, reading: Reading): Metric | undefined {
  const { measured } = reading
  const known = metricNamed(name)
  if (measured === undefined) return known
  const unit = measured.get(known?.name ?? name)
  if (unit !== undefined) return metricMeasured(known?.name ?? name, unit)
  if (known !== undefined)
    throw wrong(reading, `'${name}' is not measured here, allowed ${allowedMetrics(reading)}`)
  return undefined
}

function unknownName(name: string, reading: Reading): TandemError {
  const known = [...metricNames(reading.measured && [...reading.measured.keys()]), ...Object.keys(units)]
  const nearest = nearestName(name, known)
  const suggestion = nearest === undefined ? '' : `, did you mean ${nearest}?`
  const at = reading.text.indexOf(name.split('.')[0]!) + 1
  return wrong(reading, `unknown name '${name}' at character ${at}${suggestion}; allowed ${known.join(', ')}`)
}

const allowedMetrics = ({ measured }: Reading): string =>
  metricNames(measured && [...measured.keys()]).join(', ')

const comparators: Readonly<Record<string, Comparator>> = {
  smaller: '<',
  smallerEq: '<=',
  larger: '>',
  largerEq: '>=',
}

function operator(node: OperatorNode, reading: Reading): Part {
  const [first, second] = node.args as [SyntaxNode, SyntaxNode]
  const comparator = comparators[node.fn]
  if (comparator !== undefined)
    return comparison(comparator, [value(first, reading), value(second, reading)], { node, reading })
  switch (node.fn) {
    case 'and':
    case 'or':
      return { kind: node.fn, parts: [conditionOf(first, reading), conditionOf(second, reading)] }
    case 'not':
      return { kind: 'not', part: conditionOf(first, reading) }
    case 'unaryMinus':
    case 'unaryPlus':
      return signed(node.fn === 'unaryMinus' ? -1 : 1, value(first, reading))
    case 'add':
    case 'subtract':
      return sum(node, [value(first, reading), value(second, reading)], reading)
    case 'multiply':
    case 'divide':
      return scaled(node, [quantityOf(first, reading), quantityOf(second, reading)], reading)
    default:
      throw notAllowed(node, reading)
  }
}

/** `100 ms < p95 < 500 ms`: both of its comparisons. */
function chain(node: RelationalNode, reading: Reading): Condition {
  const values = node.params.map((param) => value(param, reading))
  const parts = node.conditionals.map((name, index) => {
    const comparator = comparators[name]
    if (comparator === undefined) throw notAllowed(node, reading)
    return comparison(comparator, [values[index]!, values[index + 1]!], { node, reading })
  })
  return { kind: 'and', parts }
}

function comparison(
  comparator: Comparator,
  [left, right]: readonly [Quantity, Quantity],
  { node, reading }: { readonly node: SyntaxNode; readonly reading: Reading },
): Condition {
  needSame(left, right, node, reading)
  if (left.metrics.length + right.metrics.length === 0)
    throw wrong(reading, `'${node}' speaks of no metric, allowed ${allowedMetrics(reading)}`)
  return { kind: 'comparison', comparator, left, right }
}

const signed = (sign: number, { dimension, metrics, value }: Quantity): Quantity => ({
  kind: 'quantity',
  dimension,
  metrics,
  value: (measured) => sign * value(measured),
})

function sum(node: OperatorNode, [a, b]: readonly [Quantity, Quantity], reading: Reading): Quantity {
  needSame(a, b, node, reading)
  const sign = node.fn === 'add' ? 1 : -1
  const value = (measured: Measured) => a.value(measured) + sign * b.value(measured)
  return { kind: 'quantity', dimension: a.dimension, metrics: [...a.metrics, ...b.metrics], value }
}

function scaled(node: OperatorNode, [a, b]: readonly [Quantity, Quantity], reading: Reading): Quantity {
  // `p99.9` would be read as p99 times 0.9: without a sign only a unit may follow a number.
  if (node.implicit && !(a.metrics.length === 0 && b.isBareUnit))
    throw wrong(reading, `'${node}' is not clear; write a product with *`)
  const isProduct = node.fn === 'multiply'
  return {
    kind: 'quantity',
    dimension: isProduct ? product(a.dimension, b.dimension) : quotient(a.dimension, b.dimension),
    metrics: [...a.metrics, ...b.metrics],
    value: isProduct
      ? (measured) => a.value(measured) * b.value(measured)
      : (measured) => a.value(measured) / b.value(measured),
  }
}

function needSame(a: Quantity, b: Quantity, node: SyntaxNode, reading: Reading): void {
  if (sameDimension(a.dimension, b.dimension)) return
  throw wrong(
    reading,
    `in '${node}' the left is ${dimensionText(a.dimension)}, the right ${dimensionText(b.dimension)}`,
  )
}

/** A quantity that may stand by itself. */
function value(node: SyntaxNode, reading: Reading): Quantity {
  const quantity = quantityOf(node, reading)
  if (quantity.isBareUnit) throw wrong(reading, `'${node}' has no number, write it such as '1 ${node}'`)
  return quantity
}

function quantityOf(node: SyntaxNode, reading: Reading): Quantity {
  const part = read(node, reading)
  if (part.kind === 'quantity') return part
  throw wrong(reading, `'${node}' is a condition where a value is needed`)
}

function conditionOf(node: SyntaxNode, reading: Reading): Condition {
  const part = read(node, reading)
  if (part.kind !== 'quantity') return part
  throw wrong(reading, `'${node}' is a value where a condition such as 'p95 < 500 ms' is needed`)
}

const notAllowed = (node: SyntaxNode, reading: Reading): TandemError =>
  wrong(
    reading,
    `'${node}' is not allowed; allowed are < <= > >=, and, or, not, + - * /, numbers with units, percentages and ${allowedMetrics(reading)}`,
  )

const wrong = ({ place, text }: Reading, message: string): TandemError =>
  new TandemError('ConfigInvalid', `${place}: '${text}': ${message}`)
