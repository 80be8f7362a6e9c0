import { readdirSync, readFileSync } from 'node:fs'

/** Length of a clock tick of /proc; 100 per second on every Linux that Node runs on. */
const tickMs = 10

interface ProcessFact {
  readonly parent: number
  readonly cpuMs: number
}

/** Processor time so far of a process and everything it started, in ms. 0 where there is no /proc. */
export function cpuMsOfTree(root: number): number {
  const facts = processes()
  return tree(root, facts).reduce((total, pid) => total + (facts.get(pid)?.cpuMs ?? 0), 0)
}

/** Everything that a process has started can be made to stand still, and to go on; not the process itself. */
export function stoppable(root: number): { stall(): void; goOn(): void } {
  const signal = (name: NodeJS.Signals) => {
    for (const pid of tree(root, processes())) if (pid !== root) kill(pid, name)
  }
  return { stall: () => signal('SIGSTOP'), goOn: () => signal('SIGCONT') }
}

/** A process may have ended meanwhile. */
function kill(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    return
  }
}

/** A process and all that descend from it. */
function tree(root: number, facts: ReadonlyMap<number, ProcessFact>): number[] {
  const found = [root]
  for (const pid of found) for (const [child, { parent }] of facts) if (parent === pid) found.push(child)
  return found
}

function processes(): Map<number, ProcessFact> {
  const facts = new Map<number, ProcessFact>()
  for (const name of namesIn('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? statOf(pid) : undefined
    if (stat !== undefined) facts.set(pid, stat)
  }
  return facts
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/**
 * Fields after the closing parenthesis of the command's name; it may hold spaces itself. The time of children that have ended counts as the
 * parent's, so that the time of a tree never shrinks.
 */
function statOf(pid: number): ProcessFact | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return {
      parent: Number(fields[1]),
      cpuMs: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) * tickMs,
    }
  } catch {
    return undefined
  }
}
