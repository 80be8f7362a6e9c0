/** Customers and stations of queueing theory: what a station scenario and a network scenario are made of. */
import type { Distribution } from '#core/scenario.ts'
import type { Ms, PerSecond, Ratio } from '#core/units.ts'

/** Requests of a batch or of a session: always `mean` of them, or geometric from 1 with that mean. */
export interface GroupSize {
  readonly law: 'fixed' | 'geometric'
  readonly mean: number
}

/** A state of Markov-modulated arrivals. */
export interface ArrivalState {
  readonly ratePerSecond: PerSecond
  /** Mean stay, exponential. */
  readonly stayMs: Ms
  /** Weights of the states that may follow, one a state; without them the next of the list. */
  readonly to?: readonly number[] | undefined
}

export type Arrivals =
  | { readonly process: 'renewal'; readonly interarrival: Distribution }
  | { readonly process: 'poisson'; readonly ratePerSecond: PerSecond }
  | { readonly process: 'batch'; readonly ratePerSecond: PerSecond; readonly group: GroupSize }
  | { readonly process: 'mmpp'; readonly states: readonly ArrivalState[] }
  | { readonly process: 'varying'; readonly periodMs: Ms; readonly points: readonly RatePoint[] }
  | {
      readonly process: 'sessions'
      readonly ratePerSecond: PerSecond
      readonly group: GroupSize
      /** Between the requests of a session. */
      readonly gap: Distribution
    }
  | { readonly process: 'trace'; readonly times: readonly Ms[] }

/** A rate at a time of the period; between two points it changes in a straight line, after the last towards the first. */
export interface RatePoint {
  readonly atMs: Ms
  readonly ratePerSecond: PerSecond
}

/**
 * Who is served next. fcfs, lcfs, sjf and priority let a service end; lcfs-preemptive, srpt and priority-preemptive interrupt it and
 * resume it later; processor-sharing serves all at once; infinite-servers never lets anybody wait.
 */
export type Discipline =
  | 'fcfs'
  | 'lcfs'
  | 'sjf'
  | 'priority'
  | 'lcfs-preemptive'
  | 'srpt'
  | 'priority-preemptive'
  | 'processor-sharing'
  | 'infinite-servers'

export interface StationPlace {
  /** Absent where every class has its own. */
  readonly service?: Distribution | undefined
  readonly servers: number
  /** Customers that may be present, waiting or in service; 0 is no limit. Who finds no room is lost. */
  readonly room: number
  readonly discipline: Discipline
  /** Longest wait before service; who has waited so long leaves. */
  readonly patience?: Distribution | undefined
  /** A server that finds nobody goes away for so long, again and again (multiple vacations, exhaustive service). */
  readonly vacation?: Distribution | undefined
  /** A server that was idle needs so long before its first service. */
  readonly setUp?: Distribution | undefined
}

export interface StationConfig extends StationPlace {
  readonly name: string
  /** Stations of this kind, each with its own queue. */
  readonly count: number
}

export interface Route {
  readonly from: string
  readonly to: string
  readonly probability: Ratio
}

export interface Dispatch {
  readonly rule: 'random' | 'round-robin' | 'power-of-d' | 'shortest' | 'idle'
  /** Stations that power-of-d compares. */
  readonly choices: number
}

export interface CustomerClass {
  readonly name: string
  /** Poisson arrivals of the class alone. */
  readonly ratePerSecond?: PerSecond | undefined
  /** Share of the common arrivals, in relation to the shares of the others. */
  readonly share?: number | undefined
  readonly service?: Distribution | undefined
  /** Lower goes first. */
  readonly priority: number
}

/** Values at which a run reports shares and means beside its standard metrics. */
export interface Observation {
  /** P(wait > t). */
  readonly waits: readonly Ms[]
  /** P(N >= n) and P(N = n). */
  readonly inSystem: readonly number[]
  /** Mean response of customers whose service time is within 5 % of the value. */
  readonly sizes: readonly Ms[]
}
