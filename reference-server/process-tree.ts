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
  let total = 0
  const waiting = [root]
  while (waiting.length > 0) {
    const pid = waiting.pop()!
    total += facts.get(pid)?.cpuMs ?? 0
    for (const [child, { parent }] of facts) if (parent === pid) waiting.push(child)
  }
  return total
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

/** Fields after the closing parenthesis of the command's name; it may hold spaces itself. */
function statOf(pid: number): ProcessFact | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { parent: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs }
  } catch {
    return undefined
  }
}
