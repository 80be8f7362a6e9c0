/**
 * Probes, restarts with growing waits, and replacement of lost nodes, as Kubernetes does it.
 *
 * Source      Kubernetes: core/v1 Probe, pod lifecycle, KEP-4603, node controller (grace 40 s, toleration 300 s)
 * Parameters  rhythm and thresholds of the probe; waits before restarts; silence after which a node is given up
 * State       probe and waits an instance
 * Cost        O(1)
 * Deviates    one probe answers for liveness and readiness
 */
import { policyFamily } from '#core/policy.ts'
import { count, ms } from '#core/schema/number.ts'
import type { Heal } from '../heal.ts'
import { type CrashLoop, crashLoop } from './crash-loop.ts'
import { type Probe, probe } from './probe.ts'

export const kubernetesHealing = policyFamily<undefined, Heal>('heal')(
  'kubernetes-healing',
  { source: 'Kubernetes core/v1 Probe, KEP-4603, node controller', cost: 'O(1)' },
  {
    period: ms({ min: 1, default: 10_000, meaning: 'between probes' }),
    timeout: ms({ min: 1, default: 1000, meaning: 'how long an answer may take' }),
    initialDelay: ms({ default: 0, meaning: 'before the first probe' }),
    successes: count({ min: 1, default: 1, meaning: 'answers in a row that make an instance ready' }),
    failures: count({ min: 1, default: 3, meaning: 'silences in a row that make it restart' }),
    firstWait: ms({ default: 10_000, meaning: 'before the second restart; the first is at once' }),
    longestWait: ms({ default: 300_000, meaning: 'before any restart' }),
    healthy: ms({ default: 600_000, meaning: 'run after which the waits begin anew' }),
    nodeGrace: ms({ default: 40_000, meaning: 'silence of a node before it counts as gone' }),
    toleration: ms({ default: 300_000, meaning: 'time after that before its instances start elsewhere' }),
  },
  (p) => {
    const instances = new Map<number, { readonly probe: Probe; readonly loop: CrashLoop }>()
    const probeOptions = {
      periodMs: p.period,
      initialDelayMs: p.initialDelay,
      successes: p.successes,
      failures: p.failures,
    }
    const loopOptions = { firstMs: p.firstWait, longestMs: p.longestWait, healthyMs: p.healthy }

    function of(instance: number) {
      let one = instances.get(instance)
      if (one === undefined) {
        one = { probe: probe(probeOptions), loop: crashLoop(loopOptions) }
        instances.set(instance, one)
      }
      return one
    }

    return {
      started(instance, now) {
        of(instance).probe.started(now)
        of(instance).loop.started(now)
      },
      nextProbeMs: (instance) => of(instance).probe.nextMs(),
      timeoutMs: p.timeout,
      probed(instance, isAnswered, now) {
        of(instance).probe.took(isAnswered, now)
        return of(instance).probe.hasFailed
      },
      isReady: (instance) => of(instance).probe.isPassing,
      ended(instance, now) {
        of(instance).probe.ended()
        return now + of(instance).loop.delayMs(now)
      },
      isLost: (lastHeardMs, now) => now - lastHeardMs >= p.nodeGrace + p.toleration,
    }
  },
)
