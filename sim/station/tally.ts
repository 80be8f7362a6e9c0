import { Histogram } from '#core/collections/histogram.ts'
import type { NetworkScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { RunResult } from '../result.ts'
import type { Customer } from './customer.ts'

type Metrics = RunResult['metrics']

/** A wait that is the difference of a response and a service is not quite 0 when nobody was there. */
const ROUNDING_MS = 1e-7

/** Sums over the customers of one class. */
class ClassSums {
  count = 0
  waitMs = 0
  responseMs = 0
}

/**
 * What happened after the warm-up: responses and waits of those who left, losses.
 *
 * Customers count when they leave. Counting those who come, and leave before the end, would miss the long ones of the last moments.
 *
 * Source: means and variances from plain sums, quantiles from histograms with a relative error of at most 0.1 %.
 */
export class Tally {
  readonly response = new Histogram()
  private readonly wait = new Histogram()
  private readonly classes: readonly ClassSums[]
  private readonly scenario: NetworkScenario
  private readonly longer: Float64Array
  private readonly sized: Float64Array
  private readonly sizedMs: Float64Array
  private readonly perSecond: Float64Array
  private readonly perSecondMs: Float64Array
  /** Seconds are counted from the end of the warm-up, in both directions: so long is the first. */
  private readonly firstMs: Ms
  private responseSquares = 0
  private waitSquares = 0
  private waited = 0
  private sizeSum = 0
  private sizeSquares = 0
  private sizeCubes = 0
  private offered = 0
  private lost = 0
  private abandoned = 0

  constructor(scenario: NetworkScenario) {
    this.scenario = scenario
    this.classes = Array.from({ length: Math.max(1, scenario.classes.length) }, () => new ClassSums())
    this.longer = new Float64Array(scenario.observe.waits.length)
    this.sized = new Float64Array(scenario.observe.sizes.length)
    this.sizedMs = new Float64Array(scenario.observe.sizes.length)
    this.firstMs = scenario.warmUpMs % 1000
    const whole = Math.floor((scenario.durationMs - this.firstMs) / 1000)
    this.perSecond = new Float64Array(whole + (this.firstMs > 0 ? 1 : 0))
    this.perSecondMs = new Float64Array(this.perSecond.length)
  }

  came(now: Ms): void {
    if (now >= this.scenario.warmUpMs) this.offered++
  }

  foundNoRoom(now: Ms): void {
    if (now >= this.scenario.warmUpMs) this.lost++
  }

  lostPatience(now: Ms): void {
    if (now >= this.scenario.warmUpMs) this.abandoned++
  }

  completed(customer: Customer, now: Ms): void {
    const { warmUpMs } = this.scenario
    const second = Math.floor((now - this.firstMs) / 1000) + (this.firstMs > 0 ? 1 : 0)
    const responseMs = now - customer.bornMs
    if (second < this.perSecond.length) {
      this.perSecond[second]!++
      this.perSecondMs[second]! += responseMs
    }
    if (now < warmUpMs) return
    const { waitMs, sizeMs } = customer
    this.response.record(responseMs)
    this.responseSquares += responseMs * responseMs
    this.wait.record(waitMs)
    this.waitSquares += waitMs * waitMs
    if (waitMs > ROUNDING_MS) this.waited++
    this.sizeSum += sizeMs
    this.sizeSquares += sizeMs * sizeMs
    this.sizeCubes += sizeMs * sizeMs * sizeMs
    const sums = this.classes[customer.classIndex]!
    sums.count++
    sums.waitMs += waitMs
    sums.responseMs += responseMs
    if (this.longer.length > 0 || this.sized.length > 0) this.observe(waitMs, sizeMs, responseMs)
  }

  private observe(waitMs: Ms, sizeMs: Ms, responseMs: Ms): void {
    const { waits, sizes } = this.scenario.observe
    for (let i = 0; i < waits.length; i++) if (waitMs > waits[i]!) this.longer[i]!++
    for (let i = 0; i < sizes.length; i++) {
      if (Math.abs(sizeMs - sizes[i]!) > 0.05 * sizes[i]!) continue
      this.sized[i]!++
      this.sizedMs[i]! += responseMs
    }
  }

  get meanWaitMs(): Ms {
    return this.wait.mean
  }

  series(): RunResult['series'] {
    const counts = Array.from(this.perSecond)
    return [
      { name: 'throughput', unit: 'requests/s', values: counts },
      {
        name: 'responseMean',
        unit: 'ms',
        values: counts.map((count, second) => (count === 0 ? 0 : this.perSecondMs[second]! / count)),
      },
    ]
  }

  metrics(): Metrics {
    const { durationMs, warmUpMs } = this.scenario
    const ms = (value: number) => ({ value, unit: 'ms' })
    const ratio = (value: number) => ({ value, unit: 'ratio' })
    const perSecond = (count: number) => ({
      value: (count * 1000) / (durationMs - warmUpMs),
      unit: 'requests/s',
    })
    const { response } = this
    const { sloMs } = this.scenario
    return {
      'responseMs.mean': ms(response.mean),
      'responseMs.p50': ms(response.quantile(0.5)),
      'responseMs.p95': ms(response.quantile(0.95)),
      'responseMs.p99': ms(response.quantile(0.99)),
      'responseMs.variance': { value: variance(response, this.responseSquares), unit: 'ms^2' },
      ...(sloMs === undefined ? {} : { sloMissRatio: ratio(response.shareAbove(sloMs)) }),
      ...(this.scenario.isFork ? {} : this.waits()),
      throughputPerSecond: perSecond(response.count),
      arrivalsPerSecond: perSecond(this.offered),
      ...(this.scenario.stations.some(({ room }) => room > 0)
        ? { lossRatio: ratio(this.lost / this.offered) }
        : {}),
      ...(this.scenario.stations.some(({ patience }) => patience !== undefined)
        ? { abandonRatio: ratio(this.abandoned / this.offered) }
        : {}),
      ...this.perClass(),
    }
  }

  private waits(): Metrics {
    const { wait, scenario } = this
    const { waits, sizes } = scenario.observe
    const ms = (value: number) => ({ value, unit: 'ms' })
    const ratio = (value: number) => ({ value, unit: 'ratio' })
    const metrics: Metrics = {
      'waitMs.mean': ms(wait.mean),
      'waitMs.variance': { value: variance(wait, this.waitSquares), unit: 'ms^2' },
      // The first bucket of the histogram has zero in it, so that no wait at all is counted apart.
      'waitMs.p99': ms(wait.count - this.waited >= 0.99 * wait.count ? 0 : wait.quantile(0.99)),
      waitRatio: ratio(this.waited / wait.count),
    }
    for (const [i, at] of waits.entries())
      metrics[`waitRatio.over.${at}ms`] = ratio(this.longer[i]! / wait.count)
    for (const [i, size] of sizes.entries())
      metrics[`responseMs.size.${size}ms`] = ms(this.sizedMs[i]! / this.sized[i]!)
    if (scenario.stations.length > 1) return metrics
    return {
      ...metrics,
      'serviceMs.mean': ms(this.sizeSum / wait.count),
      'serviceMs.second': { value: this.sizeSquares / wait.count, unit: 'ms^2' },
      'serviceMs.third': { value: this.sizeCubes / wait.count, unit: 'ms^3' },
    }
  }

  private perClass(): Metrics {
    const metrics: Metrics = {}
    for (const [index, { name }] of this.scenario.classes.entries()) {
      const { count, waitMs, responseMs } = this.classes[index]!
      const label = `class.${name === '' ? index + 1 : name}`
      metrics[`${label}.waitMs.mean`] = { value: waitMs / count, unit: 'ms' }
      metrics[`${label}.responseMs.mean`] = { value: responseMs / count, unit: 'ms' }
    }
    return metrics
  }
}

const variance = ({ count, mean }: Histogram, squares: number): number =>
  Math.max(0, squares / count - mean * mean)
