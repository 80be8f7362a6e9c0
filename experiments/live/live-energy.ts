/** Energy of a live run: counted by the processors where they do that, else modelled from the processor time of the nodes. */
import { EnergyMeter } from '#core/model/energy-meter.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Joules, Ms, Watts } from '#core/units.ts'
import type { Cluster } from '#server/launch.ts'
import { cpuMsOfTree } from '#server/process-tree.ts'
import { joulesBetween, readRapl } from './rapl.ts'

export interface LiveEnergy {
  readonly joules: Joules
  readonly wattsMean: Watts
  /** Where it comes from. Modelled: of the nodes, as in the simulator. Measured: of all that the processors did. */
  readonly source: 'modelled' | 'measured, RAPL package'
}

const sampleMs = 1_000

interface Sampled {
  readonly cluster: Pick<Cluster, 'nodes'>
  readonly scenario: Pick<WebScenario, 'power' | 'nodes'>
}

/** Starts counting; the answer ends it. One look at the process table a second, about a millisecond each. */
export function startLiveEnergy({ cluster, scenario }: Sampled): () => LiveEnergy {
  const { nodes, power } = scenario
  const processors = nodes.cores > 0 ? nodes.cores : nodes.count
  const meter = new EnergyMeter(power, nodes.count)
  const startedMs = performance.now()
  const startedRapl = readRapl()
  let last = nodesTime(cluster, startedMs)
  const sample = () => {
    const next = nodesTime(cluster, performance.now())
    const elapsedMs = next.atMs - last.atMs
    if (elapsedMs > 0)
      meter.add({
        utilisation: Math.min(1, gained(last, next) / (elapsedMs * processors)),
        nodes: next.cpuMs.size,
        elapsedMs,
      })
    last = next
  }
  const timer = setInterval(sample, sampleMs)
  return () => {
    clearInterval(timer)
    sample()
    const elapsedMs = Math.max(1e-9, last.atMs - startedMs)
    const endedRapl = startedRapl === undefined ? undefined : readRapl()
    const isMeasured = startedRapl !== undefined && endedRapl !== undefined
    const joules = isMeasured ? joulesBetween(startedRapl, endedRapl) : meter.joules
    const source = isMeasured ? 'measured, RAPL package' : 'modelled'
    return { joules, wattsMean: (joules * 1000) / elapsedMs, source }
  }
}

/** Energy of a load from the end of warm-up to the last answer; none when it ended before. */
export async function withEnergy<T>(
  sampled: Sampled & { readonly scenario: Pick<WebScenario, 'warmUpMs'> },
  drive: () => Promise<T>,
): Promise<{ readonly result: T; readonly energy: LiveEnergy | undefined }> {
  let end: (() => LiveEnergy) | undefined
  const warm = setTimeout(() => {
    end = startLiveEnergy(sampled)
  }, sampled.scenario.warmUpMs)
  let energy: LiveEnergy | undefined
  try {
    const result = await drive()
    energy = end?.()
    return { result, energy }
  } finally {
    clearTimeout(warm)
    if (energy === undefined) end?.()
  }
}

interface NodesTime {
  readonly atMs: Ms
  /** Processor time of each process that is a node now. */
  readonly cpuMs: ReadonlyMap<number, Ms>
}

const nodesTime = ({ nodes }: Pick<Cluster, 'nodes'>, atMs: Ms): NodesTime => ({
  atMs,
  cpuMs: new Map(
    [...nodes.values()].flatMap(({ child: { pid } }) => (pid === undefined ? [] : [[pid, cpuMsOfTree(pid)]])),
  ),
})

/** A process that began meanwhile has all its time from then; one that ended is not seen any more. */
const gained = (from: NodesTime, to: NodesTime): Ms =>
  [...to.cpuMs].reduce((sum, [pid, ms]) => sum + Math.max(0, ms - (from.cpuMs.get(pid) ?? 0)), 0)
