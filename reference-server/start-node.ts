import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { WebScenario } from '#core/scenario.ts'
import type { DatabaseChoice, StoreChoice } from './backing.ts'
import { portOf, type Site, startScript, stopPart, untilOk } from './child.ts'
import type { DatabasePort } from './database.ts'
import type { NodeStart } from './node-process.ts'
import { answerChild } from './parent-backing.ts'
import type { StorePort } from './store.ts'

/** An application node whose process runs. */
export interface LiveNode {
  readonly child: ChildProcess
  readonly port: number
}

/** The process that is to run as a node. */
export interface NodeLife {
  readonly index: number
  /** 1 for the first process with this number; later ones have logs of their own. */
  readonly life: number
  /** 0: any free port. */
  readonly port: number
  readonly store: StoreChoice
  /** File of the recording, if one is wanted. */
  readonly record: string | undefined
  /** File to which reads and writes are added, if a history is wanted. */
  readonly history: string | undefined
}

export interface NodeSite extends Site {
  readonly runDir: string
  readonly database: DatabaseChoice
  /** Answer for parts that are embedded in the launcher. */
  readonly embedded: { readonly store: StorePort; readonly database: DatabasePort }
}

/** Starts the process of a node and waits until it is ready. Errors: LaunchFailed when it ends before that. */
export async function startNode(
  scenario: WebScenario,
  { index, life, ...given }: NodeLife,
  site: NodeSite,
): Promise<LiveNode> {
  const { runDir, database, embedded } = site
  const name = life === 1 ? `node-${index}` : `node-${index}.${life}`
  const child = startScript('node-process.ts', name, runDir, site)
  // A message to a process that is just ending is lost, as on any network.
  child.on('error', () => {})
  answerChild(child, embedded.store, embedded.database)
  const connections = Math.max(1, Math.floor(scenario.database.connections / scenario.nodes.count))
  // A later process of the node finds the files of the one before.
  const folder = join(site.folder, `files-${index}`)
  const start: NodeStart = { scenario, index, database, connections, folder, ...given }
  child.send(start)
  try {
    const port = await portOf(child, `node ${index}`)
    await untilOk(`http://127.0.0.1:${port}/readyz`, 'node')
    return { child, port }
  } catch (error) {
    await stopPart({ child, name })
    throw error
  }
}
