/**
 * When customers come: a process gives the times of its arrivals, one after the other.
 *
 * Source: Poisson, renewal, batch: Kleinrock, Queueing Systems I, 1975; mmpp: Fischer, Meier-Hellstern, Performance Evaluation 18, 1993;
 * varying: thinning, Lewis, Shedler, Naval Research Logistics Quarterly 26, 1979, algorithm 1 (candidates at the largest rate).
 * Cost: O(1) a time; sessions O(log of the sessions under way).
 */

import { log } from '#core/math/log.ts'
import { log1p } from '#core/math/log1p.ts'
import { sampler } from '#core/model/distribution.ts'
import type { Random } from '#core/random.ts'
import type { ArrivalState, Arrivals, GroupSize, RatePoint } from '#core/scenario/traffic.ts'
import type { Ms, PerSecond } from '#core/units.ts'

/** The next time of arrival, never before the last one; Infinity when nobody comes any more. */
export type ArrivalTimes = () => Ms

/** Parameters  streams gives a random stream a purpose, so that a part that draws more shifts no other. */
export function arrivalTimes(arrivals: Arrivals, streams: (purpose: string) => Random): ArrivalTimes {
  switch (arrivals.process) {
    case 'renewal':
      return renewal(sampler(arrivals.interarrival, streams('interarrival')))
    case 'poisson':
      return renewal(poissonGap(arrivals.ratePerSecond, streams('interarrival')))
    case 'batch':
      return batches(
        poissonGap(arrivals.ratePerSecond, streams('interarrival')),
        groupSize(arrivals.group, streams('size')),
      )
    case 'mmpp':
      return modulated(arrivals.states, streams('interarrival'), streams('state'))
    case 'varying':
      return varying(arrivals, streams('interarrival'), streams('thinning'))
    case 'sessions':
      return sessions(
        poissonGap(arrivals.ratePerSecond, streams('interarrival')),
        groupSize(arrivals.group, streams('size')),
        sampler(arrivals.gap, streams('gap')),
      )
    case 'trace':
      return trace(arrivals.times)
  }
}

/** Long-run arrivals a second; NaN for a trace, which ends. */
export function arrivalRatePerSecond(arrivals: Arrivals): PerSecond {
  switch (arrivals.process) {
    case 'renewal':
      return 1000 / arrivals.interarrival.meanMs
    case 'poisson':
      return arrivals.ratePerSecond
    case 'batch':
    case 'sessions':
      return arrivals.ratePerSecond * arrivals.group.mean
    case 'mmpp':
      return modulatedRate(arrivals.states)
    case 'varying':
      return meanOfPoints(arrivals)
    case 'trace':
      return Number.NaN
  }
}

const poissonGap = (ratePerSecond: PerSecond, random: Random) => {
  const meanMs = 1000 / ratePerSecond
  return () => -meanMs * log(random())
}

function renewal(gap: () => Ms): ArrivalTimes {
  let at = 0
  return () => {
    at += gap()
    return at
  }
}

/** Geometric by inversion: 1 + floor(ln u / ln(1 - 1/mean)). */
function groupSize({ law, mean }: GroupSize, random: Random): () => number {
  if (law === 'fixed' || mean === 1) return () => mean
  const scale = 1 / log1p(-1 / mean)
  return () => 1 + Math.floor(log(random()) * scale)
}

function batches(gap: () => Ms, size: () => number): ArrivalTimes {
  let at = 0
  let left = 0
  return () => {
    if (left === 0) {
      at += gap()
      left = size()
    }
    left--
    return at
  }
}

/** In a state, arrivals are Poisson; the stay and the next state are drawn apart from them. */
function modulated(states: readonly ArrivalState[], random: Random, choice: Random): ArrivalTimes {
  let at = 0
  let index = 0
  let leavesAt = -states[0]!.stayMs * log(choice())
  return () => {
    for (;;) {
      const { ratePerSecond } = states[index]!
      const next = ratePerSecond === 0 ? Infinity : at - (1000 / ratePerSecond) * log(random())
      if (next <= leavesAt) {
        at = next
        return at
      }
      // Poisson arrivals have no memory: from the change on the gap is drawn anew.
      at = leavesAt
      index = stateAfter(states, index, choice)
      leavesAt = at - states[index]!.stayMs * log(choice())
    }
  }
}

function stateAfter(states: readonly ArrivalState[], index: number, choice: Random): number {
  const { to } = states[index]!
  if (to === undefined) return (index + 1) % states.length
  let left = choice() * to.reduce((sum, weight) => sum + weight, 0)
  for (let next = 0; next < to.length; next++) {
    left -= to[next]!
    if (left < 0) return next
  }
  return to.findLastIndex((weight) => weight > 0)
}

/** Share of visits by power iteration of the embedded chain (lazy, so that it converges when periodic), weighted with the stays. */
function modulatedRate(states: readonly ArrivalState[]): PerSecond {
  const n = states.length
  let visits = new Float64Array(n).fill(1 / n)
  for (let step = 0; step < 10_000; step++) {
    const after = new Float64Array(n)
    for (let i = 0; i < n; i++) {
      const { to } = states[i]!
      const total = to?.reduce((sum, weight) => sum + weight, 0) ?? 1
      after[i]! += visits[i]! / 2
      if (to === undefined) after[(i + 1) % n]! += visits[i]! / 2
      else for (let j = 0; j < n; j++) after[j]! += (visits[i]! * to[j]!) / total / 2
    }
    visits = after
  }
  let time = 0
  let arrivals = 0
  for (let i = 0; i < n; i++) {
    const { stayMs, ratePerSecond } = states[i]!
    time += visits[i]! * stayMs
    arrivals += visits[i]! * stayMs * ratePerSecond
  }
  return arrivals / time
}

interface Varying {
  readonly periodMs: Ms
  readonly points: readonly RatePoint[]
}

function varying({ periodMs, points }: Varying, random: Random, thinning: Random): ArrivalTimes {
  const largest = points.reduce((most, { ratePerSecond }) => Math.max(most, ratePerSecond), 0)
  const gap = poissonGap(largest, random)
  let at = 0
  return () => {
    do at += gap()
    while (thinning() * largest >= rateAt({ periodMs, points }, at % periodMs))
    return at
  }
}

/** Rate at a time within the period, in a straight line between points. */
export function rateAt({ periodMs, points }: Varying, atMs: Ms): PerSecond {
  const last = points.findLastIndex((point) => point.atMs <= atMs)
  const from = points.at(last)!
  const to = points[(last + 1) % points.length]!
  if (points.length === 1) return from.ratePerSecond
  const start = last < 0 ? from.atMs - periodMs : from.atMs
  const end = last === points.length - 1 ? to.atMs + periodMs : to.atMs
  return from.ratePerSecond + ((to.ratePerSecond - from.ratePerSecond) * (atMs - start)) / (end - start)
}

function meanOfPoints({ periodMs, points }: Varying): PerSecond {
  let area = 0
  for (let i = 0; i < points.length; i++) {
    const from = points[i]!
    const to = points[(i + 1) % points.length]!
    const width = i === points.length - 1 ? to.atMs + periodMs - from.atMs : to.atMs - from.atMs
    area += (width * (from.ratePerSecond + to.ratePerSecond)) / 2
  }
  return area / periodMs
}

/** Requests of all sessions in order: a small heap of (next request, requests left). */
function sessions(gap: () => Ms, size: () => number, think: () => Ms): ArrivalTimes {
  const heap: { at: Ms; left: number }[] = []
  let startsAt = gap()
  return () => {
    if (heap.length === 0 || startsAt <= heap[0]!.at) {
      const at = startsAt
      startsAt += gap()
      const left = size() - 1
      if (left > 0) rise(heap, { at: at + think(), left })
      return at
    }
    const session = heap[0]!
    const at = session.at
    session.left--
    if (session.left > 0) session.at += think()
    else {
      const last = heap.pop()!
      if (last === session) return at
      heap[0] = last
    }
    sink(heap)
    return at
  }
}

function rise(heap: { at: Ms }[], item: { at: Ms; left: number }): void {
  let index = heap.push(item) - 1
  while (index > 0 && heap[(index - 1) >> 1]!.at > item.at) {
    heap[index] = heap[(index - 1) >> 1]!
    index = (index - 1) >> 1
  }
  heap[index] = item
}

function sink(heap: { at: Ms }[]): void {
  const item = heap[0]!
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++
    if (heap[child]!.at >= item.at) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = item
}

function trace(times: readonly Ms[]): ArrivalTimes {
  let next = 0
  return () => times[next++] ?? Infinity
}
