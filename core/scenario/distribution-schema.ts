import { distributionShapes, erlangStages } from '#core/model/distribution.ts'
import { moments } from '#core/model/moments.ts'
import type { Distribution } from '#core/scenario.ts'
import { choice } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { ms, number, ratio } from '#core/schema/number.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { record } from '#core/schema/record.ts'
import { join, type Schema } from '#core/schema.ts'
import { complain, completed, optional } from './optional-field.ts'

interface DistributionDefaults {
  readonly shape?: 'constant' | 'exponential' | 'lognormal' | 'erlang'
  readonly meanMs?: number
  readonly cv?: number
  readonly meaning: string
}

type Shape = Distribution['shape']

/** What each shape is determined by; `mean` where it is not listed is computed, and an other one is refused. */
const parametersOf: Record<Shape, readonly string[]> = {
  constant: ['mean'],
  exponential: ['mean'],
  lognormal: ['mean'],
  erlang: ['mean'],
  hyperexponential: ['mean', 'p'],
  pareto: ['mean', 'alpha', 'low'],
  'bounded-pareto': ['alpha', 'low', 'high'],
  weibull: ['mean', 'k'],
  uniform: ['low', 'high'],
  empirical: ['values', 'weights'],
}

/** A random time: `{ shape: lognormal, mean: 20 ms, cv: 0.5 }`, `{ shape: bounded-pareto, alpha: 1.1, low: 1 ms, high: 10 s }`. */
export function distribution(o: DistributionDefaults): Schema<Distribution> {
  const { shape = 'exponential', meanMs, cv = 1, meaning } = o
  const mean = ms({
    ...(meanMs === undefined ? {} : { default: meanMs }),
    max: 1e9,
    meaning: `mean ${meaning}`,
  })
  const positive = (text: string) => optional(number({ min: 0.01, max: 1000, meaning: text }))
  const bound = (text: string) => optional(ms({ max: 1e12, meaning: text }))
  const fields = record(
    {
      shape: choice({ values: distributionShapes, default: shape, meaning: `shape of the ${meaning}` }),
      meanMs: meanMs === undefined ? optional(mean) : mean,
      cv: number({
        min: 0,
        max: 100,
        default: cv,
        meaning:
          'coefficient of variation, used by lognormal, erlang (at most 1 there) and hyperexponential (at least 1)',
      }),
      p: optional(
        ratio({
          min: 1e-6,
          max: 1 - 1e-6,
          meaning: 'hyperexponential: share of the first phase, in place of cv',
        }),
      ),
      alpha: positive('tail index of pareto (over 1) and bounded-pareto'),
      k: positive('shape of weibull, 1 is exponential'),
      lowMs: bound('least value of pareto, bounded-pareto and uniform'),
      highMs: bound('largest value of bounded-pareto and uniform'),
      values: optional(listOf(ms({ max: 1e12 }), { meaning: 'values of empirical' })),
      weights: optional(
        listOf(number({ min: 0 }), { meaning: 'weights of the values, all equal when absent' }),
      ),
    },
    { presence: meanMs === undefined ? 'required' : 'optional', meaning },
  )
  return completed(fields, (found, { path, reading, raw }) => {
    const suffix = reading.form === 'base' ? 'Ms' : ''
    const key = (name: string) => (['mean', 'low', 'high'].includes(name) ? name + suffix : name)
    const isGiven = (name: string) => isPlainObject(raw) && raw[key(name)] != null
    const wrong = faultOf({ ...found, meanMs: found.meanMs ?? Number.NaN }, isGiven, meanMs !== undefined)
    if (wrong !== undefined) {
      complain(reading, { ...wrong, path: join(path, key(wrong.field)) })
      return found as Distribution
    }
    if (parametersOf[found.shape].includes('mean') && !isGiven('low')) return found as Distribution
    const exact = moments({ ...found, meanMs: 0 }).mean
    if (isGiven('mean') && !(Math.abs(found.meanMs! / exact - 1) < 1e-9))
      complain(reading, {
        path: join(path, key('mean')),
        allowed: `${exact} ms or nothing`,
        message: `does not fit: the other parameters give a mean of ${exact} ms`,
      })
    return { ...found, meanMs: exact }
  })
}

interface Fault {
  readonly field: string
  readonly allowed: string
  readonly message: string
}

function faultOf(
  d: Distribution,
  isGiven: (name: string) => boolean,
  hasDefault: boolean,
): Fault | undefined {
  const stray = ['p', 'alpha', 'k', 'low', 'high', 'values', 'weights'].find(
    (name) => isGiven(name) && !parametersOf[d.shape].includes(name),
  )
  if (stray !== undefined)
    return {
      field: stray,
      allowed: parametersOf[d.shape].join(', '),
      message: `is no parameter of ${d.shape}`,
    }
  const missing = (field: string, allowed: string): Fault => ({ field, allowed, message: 'is missing' })
  const needsMean = parametersOf[d.shape].includes('mean')
  if (needsMean && !isGiven('mean') && !hasDefault && !(d.shape === 'pareto' && isGiven('low')))
    return missing('mean', '0 to 1000000000 ms')
  if ((d.shape === 'pareto' || d.shape === 'bounded-pareto') && d.alpha === undefined)
    return missing('alpha', 'over 1 for pareto, 0.01 to 1000 for bounded-pareto')
  if (d.shape === 'weibull' && d.k === undefined) return missing('k', '0.01 to 1000')
  if ((d.shape === 'uniform' || d.shape === 'bounded-pareto') && d.lowMs === undefined)
    return missing('low', 'a time')
  if ((d.shape === 'uniform' || d.shape === 'bounded-pareto') && d.highMs === undefined)
    return missing('high', 'a time')
  if (d.shape === 'empirical' && d.values === undefined) return missing('values', 'list of times')
  return rangeFault(d, isGiven)
}

function rangeFault(d: Distribution, isGiven: (name: string) => boolean): Fault | undefined {
  if (d.shape === 'erlang' && (d.cv > 1 || (d.cv > 0 && d.cv < 0.05)))
    return {
      field: 'cv',
      allowed: '0 or 0.05 to 1 for erlang',
      message: `no Erlang distribution has this variation (the nearest has ${erlangStages(d.cv)} stages)`,
    }
  if (d.shape === 'hyperexponential' && d.p === undefined && d.cv < 1)
    return {
      field: 'cv',
      allowed: '1 to 100 for hyperexponential',
      message: 'varies less than an exponential',
    }
  if (d.shape === 'pareto' && d.alpha! <= 1)
    return { field: 'alpha', allowed: 'over 1', message: 'a Pareto distribution has no mean then' }
  if (d.shape === 'pareto' && isGiven('low') && !(d.lowMs! > 0))
    return { field: 'low', allowed: 'over 0 ms', message: 'is not positive' }
  if (d.shape === 'bounded-pareto' && !(d.lowMs! > 0))
    return { field: 'low', allowed: 'over 0 ms', message: 'is not positive' }
  if ((d.shape === 'uniform' || d.shape === 'bounded-pareto') && d.lowMs! >= d.highMs!)
    return { field: 'low', allowed: `less than high (${d.highMs} ms)`, message: 'is not below high' }
  if (d.shape !== 'empirical') return undefined
  if (d.values!.length === 0) return { field: 'values', allowed: 'at least one', message: 'has no value' }
  if (d.weights === undefined) return undefined
  if (d.weights.length !== d.values!.length)
    return {
      field: 'weights',
      allowed: `${d.values!.length} of them`,
      message: `has ${d.weights.length} of them`,
    }
  return d.weights.every((weight) => weight === 0)
    ? { field: 'weights', allowed: 'one over 0', message: 'are all 0' }
    : undefined
}
