/**
 * Starts again at once what ended, asks nothing, and gives no node up: a plain process supervisor.
 *
 * Source      Armstrong, Making Reliable Distributed Systems in the Presence of Software Errors, 2003, section 5.2 (one for one), without
 *             its limit of restarts
 * Cost        O(1)
 */
import { policyFamily } from '#core/policy.ts'
import type { Heal } from '../heal.ts'

export const immediateRestart = policyFamily<undefined, Heal>('heal')(
  'immediate-restart',
  { source: 'Armstrong 2003, one-for-one supervisor', cost: 'O(1)' },
  {},
  () => {
    const running = new Set<number>()
    return {
      started(instance) {
        running.add(instance)
      },
      nextProbeMs: () => Number.POSITIVE_INFINITY,
      timeoutMs: Number.POSITIVE_INFINITY,
      probed: () => false,
      isReady: (instance) => running.has(instance),
      ended(instance, now) {
        running.delete(instance)
        return now
      },
      isLost: () => false,
    }
  },
)
