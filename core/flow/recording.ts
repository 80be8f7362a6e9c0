/**
 * A recorded node: everything that reached it from outside, in order, and every effect it asked for. Replaying the outside must give
 * the same effects, or the two worlds decide differently.
 *
 * Shape  a header, then records, in few bytes as core/flow/recording-writer.ts has it; read back each is [kind, now, ...]:
 *   ["start", now, task, request]            a request reached the node
 *   ["control", now, task]                    the control loop of the node starts
 *   ["drain", now, task]                      the node was told to stop, and brings its writes to the database
 *   ["effect", now, task, op, digest]        a flow asked for something: what is compared
 *   ["reply", now, task, op, reply]          the driver answered (bodies left out)
 *   ["error", now, task, code, message]      the driver raised
 *   ["pop", now, task]                       the scheduler chose this task's work: compared too
 *   ["yielded", now, task, sliceMs]          the work gave the loop back before its end
 *   ["done", now, task, serviceMs, reply]    the work ended
 *   ["invalidated", now, invalidation]       a message reached the node
 *   ["reconnected", now]                     messages may have been lost
 *   ["cancel", now, task]                    whoever waited for the request has gone away
 *   ["end", now, task, kind]                 the flow ended: compared too
 */
import type { Entry, Invalidation } from '#core/cache/entry.ts'
import type { Ms } from '#core/units.ts'
import type { Effect } from './effect.ts'
import type { PageRequest } from './request.ts'

export type Recorded =
  | readonly ['start', Ms, number, PageRequest]
  | readonly ['control', Ms, number]
  | readonly ['drain', Ms, number]
  | readonly ['effect', Ms, number, string, string]
  | readonly ['reply', Ms, number, string, unknown]
  | readonly ['error', Ms, number, string, string]
  | readonly ['pop', Ms, number]
  | readonly ['yielded', Ms, number, Ms]
  | readonly ['done', Ms, number, Ms, unknown]
  | readonly ['invalidated', Ms, Invalidation]
  | readonly ['reconnected', Ms]
  | readonly ['cancel', Ms, number]
  | readonly ['end', Ms, number, string]

/** What of an effect is a decision: which operation on which key, version, stage and size. */
export function effectDigest({ op, input }: Effect): string {
  const given = input as Partial<Entry> & { stage?: string; index?: number }
  if (op === 'work' || op === 'offload') return `${given.stage} ${given.sizeBytes}`
  if (op === 'send') return `${given.index} ${given.sizeBytes}`
  if (op === 'sleep') return String(input)
  return `${given.tenant} ${given.key} ${given.version ?? ''}`
}
