import type { CustomerClass, Discipline, StationPlace } from '#core/scenario/traffic.ts'
import type { NetworkScenario, StationScenario } from '#core/scenario.ts'
import { choice, flag, text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { count, ms, number, perSecond, ratio } from '#core/schema/number.ts'
import { type Breach, record } from '#core/schema/record.ts'
import type { Schema } from '#core/schema.ts'
import { arrivals } from './arrival-schema.ts'
import { distribution } from './distribution-schema.ts'
import { optional } from './optional-field.ts'
import { run, warmUpEnds } from './run-schema.ts'

const mayWaitOnly: readonly Discipline[] = ['fcfs', 'lcfs', 'sjf', 'priority']
const disciplines: readonly Discipline[] = [
  ...mayWaitOnly,
  'lcfs-preemptive',
  'srpt',
  'priority-preemptive',
  'processor-sharing',
  'infinite-servers',
]

/** Parameters of a place where customers are served. */
const place = {
  service: optional(distribution({ meaning: 'service time' })),
  servers: count({ min: 1, max: 4096, default: 1, meaning: 'servers with one queue' }),
  room: count({
    max: 10_000_000,
    default: 0,
    meaning: 'customers that may be present, waiting or in service; 0 is no limit',
  }),
  discipline: choice({ values: disciplines, default: 'fcfs', meaning: 'who is served next' }),
  patience: optional(distribution({ meaning: 'longest wait before service' })),
  vacation: optional(distribution({ meaning: 'absence of a server that finds nobody' })),
  setUp: optional(distribution({ meaning: 'time before the first service of a server that was idle' })),
}

/** What a place cannot be. Fields with a problem of their own are undefined and pass. */
function placeFaults(at: StationPlace): Breach<typeof place>[] {
  const faults: Breach<typeof place>[] = []
  if (at.room > 0 && at.room < at.servers && at.discipline !== 'infinite-servers')
    faults.push({
      field: 'room',
      allowed: `0 or at least servers (${at.servers})`,
      message: 'leaves a server without a customer',
    })
  for (const field of ['patience', 'vacation', 'setUp'] as const)
    if (at[field] !== undefined && at.discipline !== undefined && !mayWaitOnly.includes(at.discipline))
      faults.push({
        field,
        allowed: `only with ${mayWaitOnly.join(', ')}`,
        message: `has no meaning with ${at.discipline}`,
      })
  if (at.vacation !== undefined && at.setUp !== undefined)
    faults.push({
      field: 'setUp',
      allowed: 'vacation or set-up',
      message: 'a server that goes on vacation needs none',
    })
  if (at.vacation !== undefined && !(at.vacation.meanMs > 0))
    faults.push({ field: 'vacation', allowed: 'a mean over 0 ms', message: 'a vacation takes time' })
  return faults
}

const customerClass: Schema<CustomerClass> = record({
  name: text({ default: '', meaning: 'name of the class in the results, its number when empty' }),
  ratePerSecond: optional(perSecond({ min: 1e-9, max: 1e9, meaning: 'Poisson arrivals of the class' })),
  share: optional(number({ min: 0, meaning: 'share of the common arrivals' })),
  service: optional(distribution({ meaning: 'service time of the class' })),
  priority: number({ min: 0, max: 1000, default: 0, meaning: 'lower goes first' }),
})

/** Who comes, and what is looked at. */
const traffic = {
  arrivals: optional(arrivals),
  population: count({
    max: 1_000_000,
    default: 0,
    meaning: 'customers of a closed system, 0 is an open one',
  }),
  thinkTime: distribution({
    meanMs: 1000,
    meaning: 'time that a customer of a closed system is away between visits',
  }),
  classes: listOf(customerClass, { default: [], meaning: 'kinds of customer' }),
  observe: record({
    waits: listOf(ms(), { default: [], meaning: 'waits t of which the run reports P(wait > t)' }),
    inSystem: listOf(count(), {
      default: [],
      meaning: 'numbers n of which the run reports P(N >= n) and P(N = n)',
    }),
    sizes: listOf(ms({ min: 1e-9 }), {
      default: [],
      meaning: 'service times whose mean response the run reports',
    }),
  }),
}

interface Traffic {
  readonly arrivals?: unknown
  readonly interarrival?: unknown
  readonly population: number
  readonly classes: readonly CustomerClass[]
}

/** There must be one way in which customers come; `field` is the one to name when there is none. */
function trafficFaults<F extends string>(
  t: Traffic,
  field: F,
): { field: F | 'classes'; allowed: string; message: string }[] {
  const classes = t.classes ?? []
  const rates = classes.filter(({ ratePerSecond }) => ratePerSecond !== undefined).length
  const shares = classes.filter(({ share }) => share !== undefined).length
  const ways = [t.arrivals, t.interarrival, t.population > 0 || undefined, rates > 0 || undefined]
  const given = ways.filter((way) => way !== undefined).length
  const allowed = 'one of interarrival, arrivals, population, classes with rates'
  if (given === 0) return [{ field, allowed, message: 'is missing' }]
  if (given > 1) return [{ field, allowed, message: 'customers come in more than one way' }]
  if (rates > 0 && rates < classes.length)
    return [
      { field: 'classes', allowed: 'a rate each', message: 'some classes have a rate and some have none' },
    ]
  if (
    rates === 0 &&
    classes.length > 0 &&
    (shares < classes.length || classes.every(({ share }) => share === 0))
  )
    return [
      { field: 'classes', allowed: 'a share each, one over 0', message: 'classes need shares or rates' },
    ]
  return []
}

const everyClassServes = (classes: readonly CustomerClass[] | undefined) =>
  (classes?.length ?? 0) > 0 && classes!.every(({ service }) => service !== undefined)

/** A single queueing station, for comparison with theory. */
export const stationScenario: Schema<StationScenario> = record(
  {
    model: choice({ values: ['station'], meaning: 'kind of system' }),
    ...run,
    interarrival: optional(distribution({ meaning: 'time between arrivals' })),
    ...traffic,
    ...place,
    feedback: ratio({
      max: 0.999,
      default: 0,
      meaning: 'chance that a customer whose service has ended queues again',
    }),
  },
  {
    rule: (s) => [
      ...warmUpEnds(s),
      ...trafficFaults(s, 'interarrival'),
      ...(s.service === undefined && !everyClassServes(s.classes)
        ? [{ field: 'service' as const, allowed: 'a mapping', message: 'is missing' }]
        : []),
      ...placeFaults(s),
    ],
  },
)

const stationInNetwork = record(
  {
    name: text({ meaning: 'name of the station in routes and results' }),
    count: count({
      min: 1,
      max: 100_000,
      default: 1,
      meaning: 'stations of this kind, each with its own queue',
    }),
    ...place,
  },
  { rule: placeFaults },
)

const route = record({
  from: text({ meaning: 'station that a customer leaves' }),
  to: text({ meaning: 'station that it goes to' }),
  probability: ratio({ meaning: 'chance of this route; what is left over leaves the network' }),
})

/** Several queueing stations. */
export const networkScenario: Schema<NetworkScenario> = record(
  {
    model: choice({ values: ['network'], meaning: 'kind of system' }),
    ...run,
    ...traffic,
    stations: listOf(stationInNetwork, { meaning: 'where customers are served' }),
    routing: listOf(route, {
      default: [],
      meaning: 'routes; without any, stations are visited in their order',
    }),
    entry: text({ default: '', meaning: 'station where customers start, the first when empty' }),
    isFork: flag({
      default: false,
      meaning: 'a customer is served by every station at once and leaves with the last',
    }),
    dispatch: optional(
      record({
        rule: choice({
          values: ['random', 'round-robin', 'power-of-d', 'shortest', 'idle'],
          default: 'power-of-d',
          meaning: 'which station gets a customer; idle: one without customers, else any',
        }),
        choices: count({ min: 1, max: 1000, default: 2, meaning: 'stations that power-of-d compares' }),
      }),
    ),
  },
  { rule: (s) => [...warmUpEnds(s), ...trafficFaults(s, 'arrivals'), ...networkFaults(s)] },
)

type NetworkFault = { field: 'stations' | 'routing' | 'entry' | 'dispatch'; allowed: string; message: string }

function networkFaults(s: Partial<NetworkScenario>): NetworkFault[] {
  const { stations = [], routing = [], entry = '', dispatch, classes } = s
  const names = stations.map(({ name }) => name)
  const faults: NetworkFault[] = []
  if (s.stations !== undefined && (stations.length === 0 || new Set(names).size < names.length))
    faults.push({
      field: 'stations',
      allowed: 'at least one, names that differ',
      message: 'has none or the same name twice',
    })
  if (stations.some(({ service }) => service === undefined) && !everyClassServes(classes))
    faults.push({ field: 'stations', allowed: 'service in each', message: 'service is missing' })
  const unknown = [...routing.flatMap(({ from, to }) => [from, to]), ...(entry === '' ? [] : [entry])].find(
    (name) => !names.includes(name),
  )
  if (unknown !== undefined)
    faults.push({
      field: routing.length > 0 ? 'routing' : 'entry',
      allowed: names.join(', '),
      message: `unknown station '${unknown}'`,
    })
  for (const name of names) {
    const total = routing
      .filter(({ from }) => from === name)
      .reduce((sum, { probability }) => sum + probability, 0)
    if (total > 1 + 1e-9)
      faults.push({
        field: 'routing',
        allowed: 'at most 1 from each station',
        message: `the routes of '${name}' add up to ${total}`,
      })
  }
  const ways = [routing.length > 0, s.isFork === true, dispatch !== undefined].filter(Boolean).length
  if (ways > 1)
    faults.push({
      field: 'routing',
      allowed: 'one of routing, fork, dispatch',
      message: 'customers move in more than one way',
    })
  if (ways === 0 || routing.length > 0) {
    if (stations.some((station) => station.count > 1))
      faults.push({
        field: 'stations',
        allowed: 'count 1 without fork or dispatch',
        message: 'routes lead to one station each',
      })
  }
  return faults
}
