import { TandemError } from '#core/errors.ts'
import { moments } from '#core/model/moments.ts'
import type { StationConfig } from '#core/scenario/traffic.ts'
import type { Distribution, NetworkScenario } from '#core/scenario.ts'
import type { PerSecond } from '#core/units.ts'
import { arrivalRatePerSecond } from './arrival.ts'

/** A class as theory sees it: its arrivals and its service at each station. */
export interface Stream {
  readonly name: string
  readonly ratePerSecond: PerSecond
  readonly priority: number
  readonly service: Distribution | undefined
}

/** What one station of a kind is asked to do. */
export interface StationDemand {
  readonly station: StationConfig
  /** Visits of a customer to the stations of this kind. */
  readonly visits: number
  /** Arrivals at each of them. */
  readonly ratePerSecond: PerSecond
  /** lambda E[S] / servers: the offered load of a server. */
  readonly load: number
}

/** Classes with their rates; one nameless class where the scenario has none. Empty for a closed system and for a trace. */
export function streamsOf(network: NetworkScenario): Stream[] {
  const common = network.arrivals === undefined ? 0 : arrivalRatePerSecond(network.arrivals)
  if (network.population > 0 || Number.isNaN(common)) return []
  if (network.classes.length === 0)
    return [{ name: '', ratePerSecond: common, priority: 0, service: undefined }]
  const shares = network.classes.reduce((sum, { share }) => sum + (share ?? 0), 0)
  return network.classes.map(({ name, ratePerSecond, share, service, priority }, index) => ({
    name: name === '' ? String(index + 1) : name,
    ratePerSecond: ratePerSecond ?? (common * share!) / shares,
    priority,
    service,
  }))
}

/**
 * Visits of a customer to each station: v = e + v P, the traffic equations.
 *
 * Source: Jackson, Operations Research 5, 1957. Solved by elimination.
 * Errors: Infinity where customers never leave.
 */
export function visitsOf({ stations, routing, entry, isFork, dispatch }: NetworkScenario): number[] {
  const n = stations.length
  if (dispatch !== undefined) {
    const all = stations.reduce((sum, { count }) => sum + count, 0)
    return stations.map(({ count }) => count / all)
  }
  if (isFork) return stations.map(({ count }) => count)
  if (routing.length === 0) return stations.map(() => 1)
  const indexOf = new Map(stations.map(({ name }, index) => [name, index]))
  const start = entry === '' ? 0 : indexOf.get(entry)!
  // Rows of I - P transposed, with the entry on the right.
  const rows = stations.map((_, i) => {
    const row = new Float64Array(n + 1)
    row[i] = 1
    row[n] = i === start ? 1 : 0
    return row
  })
  for (const { from, to, probability } of routing) rows[indexOf.get(to)!]![indexOf.get(from)!]! -= probability
  return solved(rows)
}

/** Gauss and Jordan, with the largest pivot. */
function solved(rows: Float64Array[]): number[] {
  const n = rows.length
  for (let column = 0; column < n; column++) {
    let best = column
    for (let row = column + 1; row < n; row++)
      if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row
    const pivot = rows[best]!
    rows[best] = rows[column]!
    rows[column] = pivot
    if (Math.abs(pivot[column]!) < 1e-12) return rows.map(() => Infinity)
    for (const row of rows) {
      if (row === pivot) continue
      const factor = row[column]! / pivot[column]!
      if (factor !== 0) for (let i = column; i <= n; i++) row[i]! -= factor * pivot[i]!
    }
  }
  return rows.map((row, i) => row[n]! / row[i]!)
}

/** Demand on every kind of station of an open network; customers that are lost on the way are counted as if they were not. */
export function demands(network: NetworkScenario): StationDemand[] {
  const streams = streamsOf(network)
  const visits = visitsOf(network)
  return network.stations.map((station, index) => {
    let ratePerSecond = 0
    let work = 0
    for (const stream of streams) {
      const rate = (stream.ratePerSecond * visits[index]!) / station.count
      ratePerSecond += rate
      work += (rate * moments(stream.service ?? station.service!).mean) / 1000
    }
    return { station, visits: visits[index]!, ratePerSecond, load: work / station.servers }
  })
}

/**
 * The first station that cannot keep up: offered load of 1 or more, nobody is lost or loses patience, and servers are not infinite.
 *
 * Source: Loynes, Proc. Cambridge Philosophical Society 58, 1962 (load 1 itself is stable only without any randomness).
 */
export function unstableStation(network: NetworkScenario): StationDemand | undefined {
  const loses = ({ room, patience }: StationConfig) => room > 0 || patience !== undefined
  // Behind a station that loses customers the load is less than the traffic equations say.
  if (network.stations.some(loses)) return undefined
  return demands(network).find(
    ({ station, load }) => station.discipline !== 'infinite-servers' && load >= 1 - 1e-12,
  )
}

/** Errors: `Unstable`, naming station and load; averages over such a run would mean nothing. */
export function refuseUnstable(network: NetworkScenario): void {
  const found = unstableStation(network)
  if (found === undefined) return
  const load = Number(found.load.toPrecision(6))
  throw new TandemError(
    'Unstable',
    `${network.name}: unstable: offered load ${load} >= 1 at '${found.station.name}'; its queue grows without end. ` +
      'Lower the rate, add servers, or give it room, patience or a closed population',
  )
}
