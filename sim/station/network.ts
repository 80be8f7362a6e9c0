/** Stations of queueing theory and the customers who move between them: the simulator against closed results. */
import { sampler } from '#core/model/distribution.ts'
import { type Random, stream } from '#core/random.ts'
import type { StationConfig } from '#core/scenario/traffic.ts'
import type { Distribution, NetworkScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { arrivalTimes } from '#core/workload/arrival.ts'
import { heavyTailNotes } from '#core/workload/heavy-tail.ts'
import { refuseUnstable } from '#core/workload/offered-load.ts'
import { Calendar } from '../calendar.ts'
import { Fingerprint } from '../fingerprint.ts'
import type { RunResult } from '../result.ts'
import { Customer } from './customer.ts'
import { stationEvents } from './event.ts'
import { Occupancy } from './occupancy.ts'
import type { Place, Surroundings } from './place.ts'
import { Preemptive } from './preemptive.ts'
import { type Router, routerOf } from './router.ts'
import { Serving } from './serving.ts'
import { Sharing } from './sharing.ts'
import { Tally } from './tally.ts'

/** Arrivals from outside: of one class, or of all classes by their shares. */
interface Source {
  readonly next: () => Ms
  readonly classIndex: () => number
}

type Streams = (purpose: string) => Random

/**
 * Runs a network of stations once.
 *
 * Errors: `Unstable` when a station is offered more than it can ever serve; averages over such a run would mean nothing.
 */
export function simulateNetwork(scenario: NetworkScenario, seed: number, replication: number): RunResult {
  refuseUnstable(scenario)
  const streams: Streams = (purpose) => stream(seed, purpose, replication)
  const run = new NetworkRun(scenario, streams)
  const fingerprint = new Fingerprint()
  const { calendar, tally } = run
  while (calendar.next(scenario.durationMs)) {
    fingerprint.add(calendar.now, calendar.kind, 0)
    run.perform(calendar.kind, calendar.subject)
  }
  run.close()
  const notes = heavyTailNotes(scenario)
  return {
    scenario: scenario.name,
    seed,
    replication,
    fingerprint: fingerprint.text(),
    virtualMs: scenario.durationMs,
    warmUpMs: scenario.warmUpMs,
    events: calendar.performed,
    metrics: { ...tally.metrics(), ...run.occupancies() },
    series: tally.series(),
    responseMs: tally.response.buckets(),
    stagesMs: scenario.isFork
      ? { response: tally.response.mean }
      : { wait: tally.meanWaitMs, service: tally.response.mean - tally.meanWaitMs },
    ...(notes.length > 0 ? { notes } : {}),
  }
}

class NetworkRun {
  readonly calendar = new Calendar()
  readonly tally: Tally
  private readonly scenario: NetworkScenario
  private readonly configs: readonly StationConfig[]
  private readonly places: readonly Place[]
  private readonly router: Router
  /** Service times by station and class. */
  private readonly services: readonly (readonly (() => Ms)[])[]
  /** Of the whole network; a lone station is its own network. */
  private readonly occupancy: Occupancy
  private readonly think: () => Ms
  private present = 0
  private sequence = 0

  constructor(scenario: NetworkScenario, streams: Streams) {
    this.scenario = scenario
    this.tally = new Tally(scenario)
    this.configs = scenario.stations.flatMap((station) =>
      Array.from({ length: station.count }, () => station),
    )
    this.places = this.configs.map((config, index) =>
      this.placeOf(config, labelOf(this.configs, index), streams),
    )
    this.services = this.configs.map((config, index) =>
      servicesOf(scenario, config, { label: labelOf(this.configs, index), streams }),
    )
    this.occupancy = this.places.length === 1 ? this.places[0]!.occupancy : new Occupancy(scenario.warmUpMs)
    this.router = routerOf(scenario, {
      countAt: (index) => this.places[index]!.count,
      random: streams('routing'),
    })
    this.think = sampler(scenario.thinkTime, streams('thinkTime'))
    for (const source of sourcesOf(scenario, streams)) this.expect(source)
    for (let i = 0; i < scenario.population; i++) this.goThinking(this.customerOf(i % this.classCount))
  }

  perform(kind: number, subject: unknown): void {
    if (kind === stationEvents.departure) {
      const customer = subject as Customer
      this.places[customer.stationIndex]!.depart(customer)
    } else if (kind === stationEvents.arrival) this.arrive(subject as Source)
    else if (kind === stationEvents.sharedDeparture || kind === stationEvents.serverReady)
      (subject as Place).turn()
    else if (kind === stationEvents.patienceEnds) this.abandon(subject as Customer)
    else this.admit(subject as Customer)
  }

  close(): void {
    for (const place of this.places) place.close()
    if (this.places.length > 1) this.occupancy.book(this.calendar.now, this.present, 0)
  }

  occupancies(): RunResult['metrics'] {
    const metrics: RunResult['metrics'] = {}
    const requests = (value: number) => ({ value, unit: 'requests' })
    const ratio = (value: number) => ({ value, unit: 'ratio' })
    let from = 0
    let waiting = 0
    for (const { name, count, servers } of this.scenario.stations) {
      const kind = this.places.slice(from, from + count).map(({ occupancy }) => occupancy)
      from += count
      const busy = meanOf(kind, ({ busyMean }) => busyMean)
      const inSystem = meanOf(kind, ({ mean }) => mean)
      waiting += (inSystem - busy) * count
      metrics[`utilisation.${name}`] = ratio(busy / servers)
      if (this.places.length > 1) metrics[`inSystem.${name}`] = requests(inSystem)
    }
    metrics['inSystem.mean'] = requests(this.occupancy.mean)
    metrics['inSystem.variance'] = { value: this.occupancy.variance, unit: 'requests^2' }
    if (!this.scenario.isFork) metrics['waiting.mean'] = requests(waiting)
    const all = this.places.map(({ occupancy }) => occupancy)
    for (const n of this.scenario.observe.inSystem) {
      metrics[`inSystemRatio.${n}`] = ratio(this.occupancy.shareOf(n))
      metrics[`inSystemRatio.from.${n}`] = ratio(this.occupancy.shareFrom(n))
      if (all.length > 1) metrics[`atStationRatio.from.${n}`] = ratio(meanOf(all, (one) => one.shareFrom(n)))
    }
    return metrics
  }

  private get classCount(): number {
    return Math.max(1, this.scenario.classes.length)
  }

  private placeOf(config: StationConfig, label: string, streams: Streams): Place {
    const around: Surroundings = {
      calendar: this.calendar,
      occupancy: new Occupancy(this.scenario.warmUpMs),
      left: (customer) => this.left(customer),
    }
    if (config.discipline === 'processor-sharing') return new Sharing(config, around)
    if (['lcfs-preemptive', 'srpt', 'priority-preemptive'].includes(config.discipline))
      return new Preemptive(config, around)
    const drawn = (d: Distribution | undefined, purpose: string) =>
      d === undefined ? undefined : sampler(d, streams(`${label}.${purpose}`))
    const times = {
      patience: drawn(config.patience, 'patience'),
      vacation: drawn(config.vacation, 'vacation'),
      setUp: drawn(config.setUp, 'setUp'),
    }
    return new Serving(config, times, around)
  }

  private expect(source: Source): void {
    const at = source.next()
    if (at <= this.scenario.durationMs) this.calendar.schedule(at, stationEvents.arrival, source)
  }

  private arrive(source: Source): void {
    this.admit(this.customerOf(source.classIndex()))
    this.expect(source)
  }

  private customerOf(classIndex: number): Customer {
    return new Customer(classIndex, this.scenario.classes[classIndex]?.priority ?? 0)
  }

  private admit(customer: Customer): void {
    const { now } = this.calendar
    customer.bornMs = now
    customer.waitMs = 0
    this.tally.came(now)
    this.bookPresent()
    this.present++
    if (this.scenario.isFork) this.fork(customer)
    else this.enter(customer, this.router.start())
  }

  private fork(whole: Customer): void {
    whole.tasksLeft = this.places.length
    for (let index = 0; index < this.places.length; index++) {
      const task = new Customer(whole.classIndex, whole.priority, whole)
      task.bornMs = whole.bornMs
      this.enter(task, index)
    }
  }

  private enter(customer: Customer, index: number): void {
    const place = this.places[index]!
    const { room } = this.configs[index]!
    if (room > 0 && place.count >= room) {
      this.tally.foundNoRoom(this.calendar.now)
      this.leave(customer)
      return
    }
    customer.stationIndex = index
    customer.sizeMs = this.services[index]![customer.classIndex]!()
    customer.sequence = this.sequence++
    customer.isGone = false
    place.enter(customer)
  }

  private left(customer: Customer): void {
    const { stationIndex, whole } = customer
    if (this.places[stationIndex]!.count === 0) this.router.emptied(stationIndex)
    if (whole !== undefined) {
      if (--whole.tasksLeft === 0) this.complete(whole)
      return
    }
    const next = this.router.after(stationIndex)
    if (next < 0) this.complete(customer)
    else this.enter(customer, next)
  }

  private complete(customer: Customer): void {
    this.tally.completed(customer, this.calendar.now)
    this.leave(customer)
  }

  private abandon(customer: Customer): void {
    this.places[customer.stationIndex]!.abandon(customer)
    this.tally.lostPatience(this.calendar.now)
    // The line may hold the customer until its turn comes, so a closed system goes on with another of its class.
    this.leave(this.scenario.population > 0 ? this.customerOf(customer.classIndex) : customer)
  }

  private leave(customer: Customer): void {
    this.bookPresent()
    this.present--
    if (this.scenario.population > 0) this.goThinking(customer)
  }

  private goThinking(customer: Customer): void {
    this.calendar.schedule(this.calendar.now + this.think(), stationEvents.thinkEnds, customer)
  }

  private bookPresent(): void {
    if (this.places.length > 1) this.occupancy.book(this.calendar.now, this.present, 0)
  }
}

const meanOf = (all: readonly Occupancy[], value: (one: Occupancy) => number): number =>
  all.reduce((sum, one) => sum + value(one), 0) / all.length

/** Stations of one kind are told apart by their place in the list. */
const labelOf = (configs: readonly StationConfig[], index: number): string =>
  configs[index]!.count === 1 ? configs[index]!.name : `${configs[index]!.name}.${index}`

function servicesOf(
  scenario: NetworkScenario,
  config: StationConfig,
  { label, streams }: { label: string; streams: Streams },
): (() => Ms)[] {
  if (scenario.classes.length === 0) return [sampler(config.service!, streams(`${label}.service`))]
  return scenario.classes.map(({ service }, index) =>
    sampler(service ?? config.service!, streams(`${label}.service.${index}`)),
  )
}

function sourcesOf(scenario: NetworkScenario, streams: Streams): Source[] {
  const { arrivals, classes } = scenario
  if (arrivals === undefined)
    return classes
      .map(({ ratePerSecond }, index) => ({ ratePerSecond, index }))
      .filter(({ ratePerSecond }) => ratePerSecond !== undefined && scenario.population === 0)
      .map(({ ratePerSecond, index }) => ({
        next: arrivalTimes({ process: 'poisson', ratePerSecond: ratePerSecond! }, (purpose) =>
          streams(`class.${index}.${purpose}`),
        ),
        classIndex: () => index,
      }))
  const next = arrivalTimes(arrivals, (purpose) => streams(`station.${purpose}`))
  if (classes.length === 0) return [{ next, classIndex: () => 0 }]
  const values = classes.map((_, index) => index)
  const weights = classes.map(({ share }) => share!)
  return [
    {
      next,
      classIndex: sampler({ shape: 'empirical', meanMs: 1, cv: 1, values, weights }, streams('class')),
    },
  ]
}
