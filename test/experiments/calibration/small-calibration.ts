import { addTime, timeSum } from '#core/collections/time-sum.ts'
import { type Calibration, calibrationVersion } from '#experiments/calibration/calibration-file.ts'
import { fitCosts, type Unseen } from '#experiments/calibration/fit.ts'
import { thisMachine } from '#experiments/calibration/machine.ts'
import { nodeStages, type Phase } from '#experiments/calibration/phase.ts'

const times = (count: number, ms: number) => {
  const sum = timeSum()
  for (let index = 0; index < count; index++) addTime(sum, ms * (index % 2 === 0 ? 0.5 : 1.5))
  return sum
}

export const unseen: Unseen = { repliesOfHttp: 3, delayMs: 0.25, pathRatios: [1, 1] }

/** A second of a load: everything that happened has a round number of milliseconds. */
export function smallPhase(loadRatio: number, cost = 1): Phase {
  const requests = 200 * loadRatio
  const atNodes = 100 * loadRatio
  const stages = Object.fromEntries(
    nodeStages.map((stage) => [stage, stage === 'render' ? times(2 * atNodes, 0.5) : timeSum()]),
  ) as Phase['stages']
  return {
    loadRatio,
    ratePerSecond: requests,
    elapsedMs: 1000,
    counts: {
      gateway: requests,
      forward: atNodes,
      threads: atNodes,
      replyStamp: 2 * atNodes,
      replyBody: 2 * atNodes,
      replyRow: 2 * atNodes,
      remote: 4 * atNodes,
      query: 2 * atNodes,
      client: requests,
      clientAfter: requests,
    },
    requestsAtNodes: atNodes,
    // Loop: render 1 ms, and 0.1 ms for each of six replies and three for HTTP; 0.3 ms on other threads.
    cpuMs: {
      gateway: 0.1 * (requests + atNodes) * cost,
      nodes: 2.2 * atNodes * cost,
      store: 0.05 * 4 * atNodes * cost,
      database: 0.2 * 2 * atNodes * cost,
      generator: 0.4 * requests * cost,
    },
    loopCpuMs: 1.9 * atNodes * cost,
    stages: { ...stages, accept: times(atNodes, 1e-6), respond: times(atNodes, 1e-6) },
    stamp: times(2 * atNodes, 0.2),
    remote: times(2 * atNodes, 0.4),
    database: times(2 * atNodes, 0.6),
    gatewayAnswerMs: { count: 100, mean: 1, cv: 0, quantiles: [0.8, 1.2] },
    nodeAnswerMs: { count: 100, mean: 5, cv: 0, quantiles: [4, 6] },
    latenessMs: 0.1,
    loopActiveRatio: 0.3,
    collectionRatio: 0.01,
    machineRatio: 0.4,
    otherPrograms: 0,
  }
}

export function smallCalibration(): Calibration {
  const phases = [smallPhase(1), smallPhase(2, 0.8)]
  return {
    kind: 'calibration',
    version: calibrationVersion,
    date: '2026-01-01T00:00:00.000Z',
    scenario: 'small',
    machine: thisMachine(),
    parts: { gateway: 'nginx 1.22 (real)' },
    generator: 'k6',
    timerLatenessMs: 0.1,
    phases,
    coldCode: { extraRatio: 0.5, compileMs: 1, requestsToHalf: 500 },
    fit: fitCosts(phases, unseen),
    answers: { ...unseen, speedCv: 0.4, errorRatios: [0.01, 0.02] },
  }
}
