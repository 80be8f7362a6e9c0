/**
 * The life of nodes, the same in both worlds: how many there shall be is asked of a scaler once a period, whether one works is asked of a
 * healer by probes, and what follows is done by the effects `startNode` and `stopNode`. The balance hears of a node when it is ready and
 * again when it is not; a node that is to stop gets no more requests first, then finishes what it has.
 *
 *   absent -> starting -> running -> stopping -> absent
 *                ^           |
 *                +- waiting <+  a probe failed too often: stopped at once, started again when the healer allows
 *
 * Source    Kubernetes: pod lifecycle, ReplicaSet controller (which pod goes: not ready before ready, the youngest first)
 * Deviates  a start ends when the node first answers, so no probe is missed meanwhile (a startup probe); a lost node is replaced when it
 *           would be started again
 */
import { TandemError } from '#core/errors.ts'
import { createPolicy } from '#core/policy.ts'
import { stream } from '#core/random.ts'
import { type Heal, healPolicies } from '#core/scale/heal.ts'
import { type FleetPlan, type Scale, type ScaleContext, scalePolicies } from '#core/scale/scale.ts'
import { nodesAtMost, processorsEach } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import type { Clock } from './clock.ts'
import { type Flow, probeNode, readFleet, sleep, startNode, stopNode, wait } from './effect.ts'
import { fleetMeter, type NodeReading } from './fleet-reading.ts'
import type { Runner } from './runner.ts'
import { Signal } from './signal.ts'
import type { Task } from './task.ts'

export interface FleetCounters {
  started: number
  stopped: number
  /** Nodes that a probe found dead and that were started again. */
  restarted: number
  /** Of these, on another machine. */
  replaced: number
  resized: number
}

export interface Fleet {
  /** The first nodes run; from now on the fleet looks after them. */
  begin(): void
  /** Nothing is decided any more; nodes stay as they are. */
  end(): void
  /** Nodes that shall be there now. */
  readonly count: number
  isReady(node: number): boolean
  /** Time that nodes were there so far, from the decision to start until they had stopped, of all nodes. */
  nodeMs(): Ms
  starts(): number
  restarts(): number
  readonly counters: FleetCounters
}

interface Slot {
  readonly node: number
  state: 'absent' | 'starting' | 'running' | 'waiting' | 'stopping'
  isReady: boolean
  processors: number
  /** Since when it has been there, for its costs. */
  sinceMs: Ms
  startedAtMs: Ms
  heardAtMs: Ms
  task: Task | undefined
}

export interface FleetParts {
  readonly scenario: WebScenario
  readonly clock: Clock
  readonly runner: Runner
  readonly replication?: number
  /** Place of the fleet's tasks. */
  readonly place: number
  /** Tells the balance whether a node takes requests. */
  readonly route: (node: number, isReady: boolean) => void
}

export function createFleet({ scenario, clock, runner, replication, place, route }: FleetParts): Fleet {
  const { nodes, seed } = scenario
  const { scale: scaling, heal: healing, drainMs } = nodes
  const scale = createPolicy<ScaleContext, Scale>(scalePolicies, scaling.by, {
    replicasMin: scaling.nodesMin,
    replicasMax: scaling.nodesMax,
    random: stream(seed, 'scale', replication),
  })
  const heal = createPolicy<undefined, Heal>(
    healPolicies,
    healing.isEnabled ? healing.by : { policy: 'immediate-restart' },
    undefined,
  )
  const counters: FleetCounters = { started: 0, stopped: 0, restarted: 0, replaced: 0, resized: 0 }
  const slots: Slot[] = Array.from({ length: nodesAtMost(nodes) }, (_, node) => ({
    node,
    state: 'absent',
    isReady: false,
    processors: 1,
    sinceMs: 0,
    startedAtMs: 0,
    heardAtMs: 0,
    task: undefined,
  }))
  const meter = fleetMeter(clock.now)
  const each = processorsEach(nodes)
  let size = 1
  let pastMs = 0
  let scaler: Task | undefined

  const isMember = ({ state }: Slot) => state !== 'absent' && state !== 'stopping'
  const members = () => slots.filter(isMember)

  /** Our own mistakes end the run; a misfortune is handled where it happens. */
  const launch = (flow: Flow<void>): Task =>
    runner.start(flow, place, undefined, (outcome) => {
      if (outcome.kind === 'failed') throw outcome.error
    }) as Task

  function setReady(slot: Slot, isReady: boolean): void {
    if (slot.isReady === isReady) return
    slot.isReady = isReady
    route(slot.node, isReady)
  }

  function running(slot: Slot): void {
    slot.state = 'running'
    slot.startedAtMs = clock.now
    slot.heardAtMs = clock.now
    heal.started(slot.node, clock.now)
  }

  /** Until it is to stop, when somebody cancels this. */
  function* life(slot: Slot): Flow<void> {
    for (;;) {
      if (slot.state === 'running' || (yield* start(slot))) yield* watch(slot)
      yield* recover(slot)
    }
  }

  function* start(slot: Slot): Flow<boolean> {
    slot.state = 'starting'
    const isReplacement = heal.isLost(slot.heardAtMs, clock.now)
    if (isReplacement) counters.replaced++
    try {
      yield* startNode({ node: slot.node, processors: slot.processors * each, isReplacement })
    } catch (error) {
      if (error instanceof TandemError) return false
      throw error
    }
    running(slot)
    setReady(slot, heal.isReady(slot.node))
    return true
  }

  /** Ends when the node must be started again. */
  function* watch(slot: Slot): Flow<void> {
    const { node } = slot
    for (;;) {
      const dueMs = heal.nextProbeMs(node)
      yield* dueMs === Infinity ? wait(new Signal()) : sleep(Math.max(0, dueMs - clock.now))
      const isAnswered = yield* probeNode({ node, timeoutMs: heal.timeoutMs })
      if (isAnswered) slot.heardAtMs = clock.now
      if (heal.probed(node, isAnswered, clock.now)) return
      setReady(slot, heal.isReady(node))
    }
  }

  function* recover(slot: Slot): Flow<void> {
    counters.restarted++
    setReady(slot, false)
    slot.state = 'waiting'
    yield* stopNode({ node: slot.node, drainMs: 0 })
    yield* sleep(Math.max(0, heal.ended(slot.node, clock.now) - clock.now))
  }

  function* drain(slot: Slot): Flow<void> {
    slot.state = 'stopping'
    yield* stopNode({ node: slot.node, drainMs })
    heal.ended(slot.node, clock.now)
  }

  function* retire(slot: Slot): Flow<void> {
    yield* drain(slot)
    pastMs += clock.now - slot.sinceMs
    slot.state = 'absent'
  }

  function* resize(slot: Slot): Flow<void> {
    yield* drain(slot)
    yield* life(slot)
  }

  function add(slot: Slot): void {
    counters.started++
    slot.state = 'starting'
    slot.processors = size
    slot.sinceMs = clock.now
    slot.heardAtMs = clock.now
    slot.task = launch(life(slot))
  }

  /** What the node was doing is given up; requests that it has are not. */
  function turnTo(slot: Slot, flow: Flow<void>): void {
    slot.task?.cancel()
    setReady(slot, false)
    slot.task = launch(flow)
  }

  function adjust({ replicas, processors }: FleetPlan): void {
    size = processors
    const present = members()
    for (const slot of slots
      .filter(({ state }) => state === 'absent')
      .slice(0, Math.max(0, replicas - present.length)))
      add(slot)
    for (const slot of present.sort(leaving).slice(0, Math.max(0, present.length - replicas))) {
      counters.stopped++
      turnTo(slot, retire(slot))
    }
    resizeOne()
  }

  /** One after the other, so that the others carry the load meanwhile. */
  function resizeOne(): void {
    const present = members()
    const other = present.find(({ processors }) => processors !== size)
    if (other === undefined || !present.every(({ isReady }) => isReady)) return
    counters.resized++
    other.processors = size
    turnTo(other, resize(other))
  }

  function* scaleFlow(): Flow<void> {
    for (;;) {
      yield* sleep(scaling.periodMs)
      const read = yield* readings()
      const present = members().map((slot) => ({ ...slot, processors: slot.processors * each }))
      adjust(scale.decide(meter.read(present, read, clock.now), clock.now))
    }
  }

  /** None when the world cannot tell. */
  function* readings(): Flow<readonly NodeReading[]> {
    try {
      return yield* readFleet()
    } catch (error) {
      if (error instanceof TandemError) return []
      throw error
    }
  }

  return {
    begin() {
      for (const slot of slots) {
        slot.isReady = slot.node < nodes.count
        if (!slot.isReady) route(slot.node, false)
        else {
          slot.sinceMs = clock.now
          running(slot)
          slot.task = launch(life(slot))
        }
      }
      if (scaling.isEnabled) scaler = launch(scaleFlow())
    },
    end() {
      scaler?.cancel()
      for (const slot of slots) slot.task?.cancel()
    },
    get count() {
      return members().length
    },
    isReady: (node) => slots[node]?.isReady === true,
    nodeMs: () =>
      slots.reduce((sum, slot) => (slot.state === 'absent' ? sum : sum + clock.now - slot.sinceMs), pastMs),
    starts: () => counters.started,
    restarts: () => counters.restarted,
    counters,
  }
}

/** Not ready before ready, the youngest first, then the highest number. */
const leaving = (a: Slot, b: Slot): number =>
  Number(a.isReady) - Number(b.isReady) || b.startedAtMs - a.startedAtMs || b.node - a.node
