import { suggestion } from '#core/nearest-name.ts'
import type { ArrivalState, Arrivals, GroupSize } from '#core/scenario/traffic.ts'
import { choice } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { ms, number, perSecond } from '#core/schema/number.ts'
import { isPlainObject } from '#core/schema/plain-object.ts'
import { record } from '#core/schema/record.ts'
import { join, type Reading, type Schema } from '#core/schema.ts'
import { distribution } from './distribution-schema.ts'
import { complain, completed, optional } from './optional-field.ts'

const ratePerSecond = (meaning: string) => perSecond({ min: 1e-9, max: 1e9, meaning })

const group = (meaning: string): Schema<GroupSize> =>
  completed(
    record({
      law: choice({
        values: ['fixed', 'geometric'],
        default: 'fixed',
        meaning: 'fixed: always the mean; geometric: from 1',
      }),
      mean: number({ min: 1, max: 1e6, default: 1, meaning }),
    }),
    (size, { path, reading }) => {
      if (size.law === 'fixed' && !Number.isInteger(size.mean))
        complain(reading, {
          path: join(path, 'mean'),
          allowed: 'a whole number',
          message: 'a fixed size is a whole number',
        })
      return size
    },
  )

const state: Schema<ArrivalState> = record({
  ratePerSecond: perSecond({ min: 0, max: 1e9, meaning: 'arrival rate in the state' }),
  stayMs: ms({ min: 1e-9, meaning: 'mean stay in the state' }),
  to: optional(listOf(number({ min: 0 }), { meaning: 'weights of the states that may follow' })),
})

const processes = {
  renewal: record({
    process: choice({ values: ['renewal'] }),
    interarrival: distribution({ meaning: 'time between arrivals' }),
  }),
  poisson: record({ process: choice({ values: ['poisson'] }), ratePerSecond: ratePerSecond('arrival rate') }),
  batch: record({
    process: choice({ values: ['batch'] }),
    ratePerSecond: ratePerSecond('rate of Poisson batches'),
    group: group('customers of a batch'),
  }),
  mmpp: completed(
    record({
      process: choice({ values: ['mmpp'] }),
      states: listOf(state, { meaning: 'states of the modulating chain' }),
    }),
    (arrivals, { path, reading }) => {
      const { states } = arrivals
      const at = join(path, 'states')
      if (states.length < 2)
        complain(reading, { path: at, allowed: 'two or more', message: `has ${states.length}` })
      if (
        states.some(
          ({ to }) => to !== undefined && (to.length !== states.length || to.every((weight) => weight === 0)),
        )
      )
        complain(reading, {
          path: at,
          allowed: `${states.length} weights, one over 0`,
          message: 'has wrong weights in to',
        })
      if (states.every((one) => one.ratePerSecond === 0))
        complain(reading, { path: at, allowed: 'a rate over 0', message: 'nobody ever arrives' })
      return arrivals
    },
  ),
  varying: completed(
    record({
      process: choice({ values: ['varying'] }),
      periodMs: ms({ min: 1e-6, meaning: 'after which the rate repeats' }),
      points: listOf(record({ atMs: ms(), ratePerSecond: perSecond({ max: 1e9 }) }), {
        meaning: 'rates, straight lines between',
      }),
    }),
    (arrivals, { path, reading }) => {
      const { points, periodMs } = arrivals
      const at = join(path, 'points')
      const rises = points.every(({ atMs }, i) => atMs < periodMs && (i === 0 || atMs > points[i - 1]!.atMs))
      if (!rises)
        complain(reading, {
          path: at,
          allowed: `times that rise, below ${periodMs} ms`,
          message: 'are out of order',
        })
      if (points.every((point) => point.ratePerSecond === 0))
        complain(reading, { path: at, allowed: 'a rate over 0', message: 'nobody ever arrives' })
      return arrivals
    },
  ),
  sessions: record({
    process: choice({ values: ['sessions'] }),
    ratePerSecond: ratePerSecond('rate of Poisson sessions'),
    group: group('requests of a session'),
    gap: distribution({ meaning: 'time between two requests of a session' }),
  }),
  trace: completed(
    record({
      process: choice({ values: ['trace'] }),
      times: listOf(ms({ max: 1e12 }), { meaning: 'times of arrival' }),
    }),
    (arrivals, { path, reading }) => {
      const { times } = arrivals
      if (times.length === 0 || times.some((at, i) => i > 0 && at < times[i - 1]!))
        complain(reading, {
          path: join(path, 'times'),
          allowed: 'at least one, none before the last',
          message: 'are no times in order',
        })
      return arrivals
    },
  ),
} satisfies Record<Arrivals['process'], Schema<Arrivals>>

const names = Object.entries(processes).map(([name]) => name)

/** How customers come, by the name of the process: `{ process: poisson, rate: 100 / s }`. */
export const arrivals: Schema<Arrivals> = {
  unit: '',
  allowed: names.join(', '),
  default: undefined,
  meaning: 'how customers come',
  suffix: '',
  read: (raw, path, reading) => {
    const name = isPlainObject(raw) ? raw.process : undefined
    const found = Object.entries(processes).find(([process]) => process === name)
    if (found !== undefined) return found[1].read(raw, path, reading) as Arrivals
    return unknownProcess(name, path, reading)
  },
  absent: (path, reading) => unknownProcess(undefined, path, reading),
  rows: (name) => [
    { name, unit: '', range: names.join(', '), default: undefined, meaning: 'how customers come' },
  ],
}

function unknownProcess(name: unknown, path: string, reading: Reading): Arrivals {
  const message =
    name === undefined ? 'is missing' : `unknown process '${String(name)}'${suggestion(String(name), names)}`
  complain(reading, { path: join(path, 'process'), value: name, allowed: names.join(', '), message })
  return { process: 'trace', times: [] }
}
