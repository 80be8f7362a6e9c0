import { fewest } from './fewest.ts'
import { byKey, holds, type Operation, type Verdict } from './history.ts'

/**
 * Whether each register looks as if its operations had happened one at a time, each at some moment between its start and its end.
 *
 * Source      Wing, Gong: Testing and verifying concurrent objects, JPDC 17, 1993; Lowe: Testing for linearizability, CCPE 29(4), 2017
 *             (list of calls and returns, states met before are not searched again)
 * Parameters  operations of any number of keys; unknown outcomes stay open for ever
 * Cost        exponential in the number of overlapping operations at worst; about linear for the histories of stores
 */
export function linearizability(history: readonly Operation[]): Verdict {
  for (const register of byKey(history)) {
    if (isLinearizable(register)) continue
    const counterExample = fewest(register, (some) => !isLinearizable(some))
    return { holds: false, counterExample, reason: 'no order of these operations explains what they saw' }
  }
  return holds
}

const none = -1

/** Links of the list of calls and returns: operation i has its call at 2 i and its return at 2 i + 1; the head is the last. */
interface Links {
  readonly next: Int32Array
  readonly previous: Int32Array
  readonly head: number
}

/** The same for one register, without an explanation. */
export function isLinearizable(register: readonly Operation[]): boolean {
  const operations = register.filter(isConstraint)
  const { next, previous, head } = linked(operations)
  const done = new Uint16Array(Math.ceil(operations.length / 16) + 1)
  const met = new Set<string>()
  const stack: { call: number; value: number | null }[] = []
  let value: number | null = null
  let open = operations.filter(({ status }) => status !== 'info').length
  let at = next[head]!
  while (open > 0) {
    const index = at >> 1
    const operation = operations[index]!
    const isCall = (at & 1) === 0
    if (!isCall) {
      const last = stack.pop()
      if (last === undefined) return false
      restore(last.call)
      value = last.value
      at = next[last.call]!
      continue
    }
    const after = applied(operation, value)
    if (after !== undefined && isNew(index, after)) {
      stack.push({ call: at, value })
      take(at, after)
      at = next[head]!
    } else at = next[at]!
  }
  return true

  function isNew(index: number, after: number | null): boolean {
    done[index >> 4]! |= 1 << (index & 15)
    const state = `${String.fromCharCode(...done)}${after}`
    done[index >> 4]! &= ~(1 << (index & 15))
    if (met.has(state)) return false
    met.add(state)
    return true
  }

  function take(call: number, after: number | null): void {
    const index = call >> 1
    value = after
    done[index >> 4]! |= 1 << (index & 15)
    unlink(call)
    if (operations[index]!.status === 'info') return
    unlink(call + 1)
    open--
  }

  function restore(call: number): void {
    const index = call >> 1
    done[index >> 4]! &= ~(1 << (index & 15))
    if (operations[index]!.status !== 'info') {
      relink(call + 1)
      open++
    }
    relink(call)
  }

  function unlink(place: number): void {
    next[previous[place]!] = next[place]!
    previous[next[place]!] = previous[place]!
  }

  function relink(place: number): void {
    next[previous[place]!] = place
    previous[next[place]!] = place
  }
}

/** A read without an answer and a write that took no effect say nothing. */
const isConstraint = ({ kind, status }: Operation): boolean =>
  status === 'ok' || (status === 'fail' ? kind === 'cas' : kind !== 'read')

/**
 * The value of the register after the operation, or undefined where the operation cannot stand here. An open operation that would
 * change nothing is left open: whatever it could explain later is then still possible.
 */
function applied(operation: Operation, value: number | null): number | null | undefined {
  const { kind, status, expected } = operation
  if (kind === 'read') return operation.value === value ? value : undefined
  if (status === 'fail') return value === expected ? undefined : value
  if (kind === 'cas' && value !== expected) return undefined
  return status === 'info' && operation.value === value ? undefined : operation.value
}

/** Calls and returns by time; at the same time calls come first, so that what touches counts as overlapping. */
function linked(operations: readonly Operation[]): Links {
  const places: number[] = []
  for (const [index, { status }] of operations.entries()) {
    places.push(2 * index)
    if (status !== 'info') places.push(2 * index + 1)
  }
  const timeOf = (place: number) =>
    (place & 1) === 0 ? operations[place >> 1]!.start : operations[place >> 1]!.end
  places.sort((a, b) => timeOf(a) - timeOf(b) || (a & 1) - (b & 1) || a - b)
  const head = 2 * operations.length
  const next = new Int32Array(head + 1).fill(none)
  const previous = new Int32Array(head + 1).fill(none)
  let last = head
  for (const place of places) {
    next[last] = place
    previous[place] = last
    last = place
  }
  next[last] = head
  previous[head] = last
  return { next, previous, head }
}
