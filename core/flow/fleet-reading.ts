import type { FleetReading, InstanceReading } from '#core/scale/scale.ts'
import type { Ms } from '#core/units.ts'

/** What a driver knows of a node that runs: sums since its process began. */
export interface NodeReading {
  readonly node: number
  /** Processor time used. */
  readonly busyMs: Ms
  /** Requests that came. */
  readonly requests: number
  /** Time that requests spent at the node, added up over all of them, those under way included. */
  readonly stayedMs: Ms
}

/** What the fleet itself knows of a node that shall be there. */
export interface Member {
  readonly node: number
  readonly isReady: boolean
  readonly processors: number
  readonly startedAtMs: Ms
}

export interface FleetMeter {
  /** Readings come in at the end of a period; a node that did not answer has none. */
  read(members: readonly Member[], readings: readonly NodeReading[], now: Ms): FleetReading
}

/**
 * Differences between two readings of sums: what an autoscaler sees. Of a node that was not read before, or began anew, nothing can be
 * said of its processor, as in Kubernetes, whose metrics need two samples. Nothing waits before the nodes, so the backlog is 0; what waits
 * at a node is under way.
 *
 * Source  mean number under way = time spent there / time: Little, Operations Research 9, 1961
 * Cost    O(nodes)
 */
export function fleetMeter(startedAtMs: Ms): FleetMeter {
  let before = new Map<number, NodeReading>()
  let readAtMs = startedAtMs

  const isLater = (now: NodeReading, then: NodeReading | undefined): then is NodeReading =>
    then !== undefined && now.busyMs >= then.busyMs && now.requests >= then.requests

  return {
    read(members, readings, now) {
      const seconds = Math.max(1e-9, (now - readAtMs) / 1000)
      const read = new Map(readings.map((reading) => [reading.node, reading]))
      let requests = 0
      let stayedMs = 0
      for (const reading of readings) {
        const then = before.get(reading.node)
        const from = isLater(reading, then) ? then : { requests: 0, stayedMs: 0 }
        requests += reading.requests - from.requests
        stayedMs += reading.stayedMs - from.stayedMs
      }
      const instances: InstanceReading[] = members.map((member) => {
        const reading = read.get(member.node)
        const then = before.get(member.node)
        return {
          isReady: member.isReady,
          cpuMsPerSecond:
            reading !== undefined && isLater(reading, then)
              ? Math.round((reading.busyMs - then.busyMs) / seconds)
              : undefined,
          requestMsPerSecond: 1000 * member.processors,
          ageMs: now - member.startedAtMs,
        }
      })
      before = read
      readAtMs = now
      const isBlind = readings.length === 0
      return {
        replicas: members.length,
        instances,
        backlog: 0,
        concurrency: isBlind ? Number.NaN : stayedMs / (1000 * seconds),
        arrivalsPerSecond: isBlind ? Number.NaN : requests / seconds,
      }
    },
  }
}
