/**
 * Real nodes that come and go: processes behind the embedded gateway. The fleet of core decides in the launcher; here its effects are
 * performed. A node that is to stop is first passed over by the gateway, which says when the last request there has ended.
 */
import type { ChildProcess } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { TandemError } from '#core/errors.ts'
import type { Clock } from '#core/flow/clock.ts'
import type { StartNode } from '#core/flow/effect.ts'
import { createFleet, type Fleet } from '#core/flow/fleet.ts'
import type { NodeReading } from '#core/flow/fleet-reading.ts'
import { Runner } from '#core/flow/runner.ts'
import { isElastic } from '#core/scenario/fleet-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'
import { stopPart } from './child.ts'
import { realPerform } from './driver.ts'
import { cpuMsOfTree } from './process-tree.ts'
import type { NodeSnapshot } from './snapshot.ts'
import type { LiveNode } from './start-node.ts'
import { wallNow } from './wall-clock.ts'

/** What the driver of the launcher performs the effects of a fleet with. */
export interface FleetPort {
  start(input: StartNode): Promise<void>
  stop(input: { node: number; drainMs: Ms }): Promise<void>
  probe(input: { node: number; timeoutMs: Ms }): Promise<boolean>
  read(): Promise<readonly NodeReading[]>
}

/** What the launcher tells the gateway while it serves. */
export type GatewayMessage =
  | { readonly node: number; readonly port: number }
  | { readonly node: number; readonly isReady: boolean }
  | { readonly drain: number }

/** The answer to `drain`: no request is under way at the node any more. */
export interface Drained {
  readonly drained: number
}

export interface LiveFleetParts {
  /** Nodes that run now, by number; kept up to date. */
  readonly nodes: Map<number, LiveNode>
  readonly gateway: ChildProcess
  readonly startProcess: (node: number) => Promise<LiveNode>
  /** Told what a node had counted before it is stopped. */
  readonly retired: (snapshot: NodeSnapshot) => void
}

/** How long a node may take to tell what it has counted. */
const snapshotMs = 2_000

/** Errors: ConfigInvalid where the scenario asks for what only the simulator has. */
export function checkFleet({ nodes }: WebScenario): void {
  const wrong = (what: string) => {
    throw new TandemError('ConfigInvalid', `${what}; the simulator has it, the server has not`)
  }
  if (nodes.kind === 'serverless') wrong('nodes.kind: serverless')
  if (nodes.scale.isEnabled && nodes.scale.by.policy === 'vertical')
    wrong('nodes.scale.by: vertical, as a process of Node gets no share of processors')
}

/** Begins to look after the nodes; undefined when they stay as they are. */
export function startLiveFleet(scenario: WebScenario, parts: LiveFleetParts): Fleet | undefined {
  if (!isElastic(scenario.nodes)) return undefined
  const clock: Clock = { now: wallNow() }
  const { perform } = realPerform({ clock, now: wallNow, fleet: liveFleetPort(parts) })
  const route = (node: number, isReady: boolean) => tell(parts.gateway, { node, isReady })
  const fleet = createFleet({ scenario, clock, runner: new Runner(perform), place: -1, route })
  fleet.begin()
  return fleet
}

export function liveFleetPort({ nodes, gateway, startProcess, retired }: LiveFleetParts): FleetPort {
  const starting = new Map<number, Promise<LiveNode>>()

  async function snapshotOf({ port }: LiveNode): Promise<NodeSnapshot> {
    const response = await fetch(`http://127.0.0.1:${port}/snapshot`, {
      signal: AbortSignal.timeout(snapshotMs),
    })
    return (await response.json()) as NodeSnapshot
  }

  async function readingOf([node, live]: [number, LiveNode]): Promise<NodeReading> {
    const { counters, stayedMs } = await snapshotOf(live)
    return { node, busyMs: cpuMsOfTree(live.child.pid!), requests: counters.requests, stayedMs }
  }

  function untilDrained(node: number, drainMs: Ms): Promise<unknown> {
    const drained = new Promise<void>((done) => {
      const hear = (message: Partial<Drained>) => {
        if (message.drained !== node) return
        gateway.off('message', hear)
        done()
      }
      gateway.on('message', hear)
      tell(gateway, { drain: node })
    })
    return Promise.race([drained, wait(drainMs, undefined, { ref: false })])
  }

  return {
    async start({ node }) {
      const started = startProcess(node)
      starting.set(node, started)
      try {
        const live = await started
        nodes.set(node, live)
        tell(gateway, { node, port: live.port })
      } finally {
        starting.delete(node)
      }
    },
    async stop({ node, drainMs }) {
      await starting.get(node)?.catch(() => {})
      const live = nodes.get(node)
      if (live === undefined) return
      if (drainMs > 0) {
        await untilDrained(node, drainMs)
        await snapshotOf(live).then(retired, () => {})
      } else live.child.kill('SIGKILL')
      await stopPart({ child: live.child, name: `node-${node}` })
      nodes.delete(node)
    },
    async probe({ node, timeoutMs }) {
      const live = nodes.get(node)
      if (live === undefined) return false
      try {
        const response = await fetch(`http://127.0.0.1:${live.port}/readyz`, {
          signal: AbortSignal.timeout(timeoutMs),
        })
        await response.text()
        return response.ok
      } catch {
        return false
      }
    },
    async read() {
      const read = await Promise.allSettled([...nodes].map(readingOf))
      return read.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    },
  }
}

function tell(gateway: ChildProcess, message: GatewayMessage): void {
  if (gateway.connected) gateway.send(message)
}
