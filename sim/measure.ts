/** What a run measures: response times after warm-up, one sample a second from the start, and where requests spent their time. */
import { hitRatioMetrics } from '#core/cache/hit-ratios.ts'
import { Histogram } from '#core/collections/histogram.ts'
import type { PageResponse, Timeline } from '#core/flow/request.ts'
import { EnergyMeter } from '#core/model/energy-meter.ts'
import type { PowerConfig } from '#core/scenario.ts'
import type { Ms, Ratio } from '#core/units.ts'
import type { Totals } from './totals.ts'

export interface Capacity {
  /** Of the first nodes together. */
  readonly processors: number
  /** The first nodes. */
  readonly nodes: number
  /** Nodes come and go. */
  readonly isElastic: boolean
  readonly redisChannels: number
  readonly databaseConnections: number
}

const seriesUnits = {
  throughput: 'requests/s',
  responseMean: 'ms',
  nodeUtilisation: 'ratio',
  redisHitRatio: 'ratio',
  power: 'W',
  inSystem: 'requests',
} as const
type SeriesName = keyof typeof seriesUnits
const seriesNames: readonly SeriesName[] = [
  'throughput',
  'responseMean',
  'nodeUtilisation',
  'redisHitRatio',
  'power',
  'inSystem',
]

export class Measure {
  readonly response = new Histogram()
  /** Of answers that came from a node. */
  readonly nodeResponse = new Histogram()
  private readonly capacity: Capacity
  private readonly energy: EnergyMeter
  private readonly values: Record<SeriesName, number[]> = {
    throughput: [],
    responseMean: [],
    nodeUtilisation: [],
    redisHitRatio: [],
    power: [],
    inSystem: [],
  }
  /** Where nodes come and go, how many there were. */
  private readonly nodes: number[] = []
  private readonly timeline: Timeline = { queueMs: 0, cacheMs: 0, loadMs: 0, renderMs: 0, sendMs: 0 }
  private timelines = 0
  private warm: Totals | undefined
  private last: Totals
  private secondSumMs = 0
  private secondCount = 0
  private areaInSystem = 0
  private lastChangeMs = 0
  private inSystem = 0
  failed = 0

  /** `start`: the totals before anything happened. */
  constructor(capacity: Capacity, power: PowerConfig, start: Totals) {
    this.capacity = capacity
    this.energy = new EnergyMeter(power, capacity.nodes)
    this.last = start
  }

  sent(now: Ms): void {
    this.book(now)
    this.inSystem++
  }

  answered(now: Ms, sentAtMs: Ms, response: PageResponse | undefined): void {
    this.book(now)
    this.inSystem--
    if (response !== undefined) {
      this.secondSumMs += now - sentAtMs
      this.secondCount++
    }
    if (this.warm === undefined) return
    if (response === undefined) {
      this.failed++
      return
    }
    this.response.record(now - sentAtMs)
    if (response.servedBy === 'node') this.nodeResponse.record(now - sentAtMs)
    const { timeline } = response
    this.timelines++
    this.timeline.queueMs += timeline.queueMs
    this.timeline.cacheMs += timeline.cacheMs
    this.timeline.loadMs += timeline.loadMs
    this.timeline.renderMs += timeline.renderMs
    this.timeline.sendMs += timeline.sendMs
  }

  /** Warm-up has ended. It ends with a sample, so that no sample lies on both sides. */
  startCounting(totals: Totals): void {
    this.sample(totals)
    this.book(totals.atMs)
    this.warm = totals
    this.areaInSystem = 0
    this.energy.restart()
  }

  /** One sample, each second from the start; the first is shorter where warm-up is no whole number of seconds. */
  sample(totals: Totals): void {
    const { last } = this
    if (totals.atMs <= last.atMs) return
    const elapsedMs = totals.atMs - last.atMs
    const utilisation = this.utilisation(last, totals)
    const nodes = this.nodesMean(last, totals)
    const watts = this.energy.add({ utilisation, nodes, elapsedMs })
    this.values.throughput.push((this.secondCount * 1000) / elapsedMs)
    this.values.responseMean.push(this.secondCount === 0 ? 0 : this.secondSumMs / this.secondCount)
    this.values.nodeUtilisation.push(utilisation)
    if (this.capacity.isElastic) this.nodes.push(nodes)
    this.values.redisHitRatio.push(
      share(totals.remoteHits - last.remoteHits, totals.remoteLookups - last.remoteLookups),
    )
    this.values.power.push(watts)
    this.values.inSystem.push(this.inSystem)
    this.secondSumMs = 0
    this.secondCount = 0
    this.last = totals
  }

  series() {
    const series = seriesNames.map((name) => ({
      name: name as string,
      unit: seriesUnits[name] as string,
      values: this.values[name],
    }))
    if (this.capacity.isElastic) series.push({ name: 'nodes', unit: 'nodes', values: this.nodes })
    return series
  }

  stagesMs(): Record<string, number> {
    const { queueMs, cacheMs, loadMs, renderMs, sendMs } = this.timeline
    const per = Math.max(1, this.timelines)
    const known = (queueMs + cacheMs + loadMs + renderMs + sendMs) / per
    return {
      queue: queueMs / per,
      cache: cacheMs / per,
      database: loadMs / per,
      processor: renderMs / per,
      shards: sendMs / per,
      network: Math.max(0, this.response.mean - known),
    }
  }

  /** Share of the requests that failed or took longer. */
  missRatio(sloMs: Ms): Ratio {
    const answered = this.response.count
    const late = answered === 0 ? 0 : answered * this.response.shareAbove(sloMs)
    return share(late + this.failed, answered + this.failed)
  }

  metrics(totals: Totals): Record<string, { value: number; unit: string }> {
    const from = this.warm ?? totals
    const elapsedMs = Math.max(1e-9, totals.atMs - from.atMs)
    const per = (name: Exclude<keyof Totals, 'tiers'>) => totals[name] - from[name]
    this.book(totals.atMs)
    const { redisChannels, databaseConnections } = this.capacity
    const answered = this.response.count
    const { joules } = this.energy
    return {
      'responseMs.mean': { value: this.response.mean, unit: 'ms' },
      'responseMs.p50': { value: this.response.quantile(0.5), unit: 'ms' },
      'responseMs.p95': { value: this.response.quantile(0.95), unit: 'ms' },
      'responseMs.p99': { value: this.response.quantile(0.99), unit: 'ms' },
      'nodeAnswerMs.mean': { value: this.nodeResponse.mean, unit: 'ms' },
      throughputPerSecond: { value: (answered * 1000) / elapsedMs, unit: 'requests/s' },
      'waitMs.mean': { value: share(per('waitedMs'), per('works')), unit: 'ms' },
      'utilisation.node': { value: this.utilisation(from, totals, elapsedMs), unit: 'ratio' },
      'utilisation.redis': { value: per('redisBusyMs') / (elapsedMs * redisChannels), unit: 'ratio' },
      'utilisation.database': {
        value: per('databaseBusyMs') / (elapsedMs * databaseConnections),
        unit: 'ratio',
      },
      'inSystem.mean': { value: this.areaInSystem / elapsedMs, unit: 'requests' },
      ...hitRatioMetrics(from.tiers, totals.tiers),
      redisOperationsPerSecond: { value: (per('redisOperations') * 1000) / elapsedMs, unit: 'operations/s' },
      'shards.mean': { value: share(per('shards'), per('requests')), unit: 'shards' },
      'powerWatts.mean': { value: (joules * 1000) / elapsedMs, unit: 'W' },
      energyJoules: { value: joules, unit: 'J' },
      joulesPerRequest: { value: share(joules, answered), unit: 'J' },
      staleReadRatio: { value: share(per('fragmentsStale'), per('fragmentsServed')), unit: 'ratio' },
      errorRatio: { value: share(this.failed, answered + this.failed), unit: 'ratio' },
      ...this.fleetMetrics(from, totals),
    }
  }

  /** Mean number of nodes between two samples. */
  private nodesMean(from: Totals, to: Totals): number {
    const { isElastic, nodes } = this.capacity
    return isElastic ? (to.nodeMs - from.nodeMs) / Math.max(1e-9, to.atMs - from.atMs) : nodes
  }

  private utilisation(from: Totals, to: Totals, elapsedMs = to.atMs - from.atMs): Ratio {
    const { isElastic, nodes, processors } = this.capacity
    const processorMs = isElastic ? ((to.nodeMs - from.nodeMs) * processors) / nodes : elapsedMs * processors
    return share(to.nodeBusyMs - from.nodeBusyMs, processorMs)
  }

  /** What the nodes cost. Watts are modelled. */
  private fleetMetrics(from: Totals, to: Totals): Record<string, { value: number; unit: string }> {
    if (!this.capacity.isElastic) return {}
    return {
      'nodes.mean': { value: this.nodesMean(from, to), unit: 'nodes' },
      nodeHours: { value: (to.nodeMs - from.nodeMs) / 3_600_000, unit: 'h' },
      nodeStarts: { value: to.nodeStarts - from.nodeStarts, unit: 'nodes' },
      nodeRestarts: { value: to.nodeRestarts - from.nodeRestarts, unit: 'nodes' },
    }
  }

  private book(now: Ms): void {
    this.areaInSystem += this.inSystem * (now - this.lastChangeMs)
    this.lastChangeMs = now
  }
}

/** 0 of 0 is 0: a tier that was never asked has no hits. */
const share = (part: number, whole: number): Ratio => (whole === 0 ? 0 : part / whole)
