import type { Operation } from '#experiments/consistency/history.ts'

const line = /^INFO\s+jepsen\.util - (\d+)\s+:(invoke|ok|fail|info)\s+:(read|write|cas)\s+(.*)$/

/** Operations of a Jepsen log of one register; time is the number of the line. */
export function readJepsenLog(text: string): Operation[] {
  const operations: Operation[] = []
  const open = new Map<string, Operation>()
  for (const [time, written] of text.split('\n').entries()) {
    const [, process, type, kind, given] = line.exec(written) ?? []
    if (process === undefined) continue
    const values = [...given!.matchAll(/\d+/g)].map(([digits]) => Number(digits))
    if (type === 'invoke') {
      const [value = null] = values.slice(-1)
      open.set(process, {
        process: Number(process),
        key: 0,
        kind: kind as Operation['kind'],
        value,
        ...(kind === 'cas' && { expected: values[0]! }),
        start: time,
        end: Number.POSITIVE_INFINITY,
        status: 'info',
      })
      continue
    }
    const begun = open.get(process)!
    open.delete(process)
    const isRead = kind === 'read' && type === 'ok'
    const ended = type === 'info' ? {} : { end: time, status: type as Operation['status'] }
    operations.push({ ...begun, ...ended, ...(isRead && { value: values[0] ?? null }) })
  }
  return [...operations, ...open.values()]
}
