import { expect, it } from 'vitest'
import { calibrated } from '#experiments/calibration/apply.ts'
import type { Calibration } from '#experiments/calibration/calibration-file.ts'
import { fitCosts } from '#experiments/calibration/fit.ts'
import { type AnswerFit, fitAnswers } from '#experiments/calibration/fit-answers.ts'
import { atLoad } from '#experiments/live/load-level.ts'
import { createWorld } from '#sim/world.ts'
import { smallScenario } from '../../reference-server/small-scenario.ts'
import { smallCalibration } from './small-calibration.ts'

const scenario = smallScenario()
const points = 100

/** The phases of a machine of which everything is known, as a simulation of it has them. */
function phasesOf(known: AnswerFit): Calibration['phases'] {
  const made = smallCalibration()
  return made.phases.map((phase) => {
    const fit = fitCosts(made.phases, known)
    const run = { ...atLoad(scenario, phase.loadRatio), durationMs: 12_000, warmUpMs: 2_000 }
    const world = createWorld(calibrated(run, { ...made, fit, answers: known }), 5)
    world.open()
    world.runUntil(run.durationMs)
    const { nodeResponse } = world.measure
    const quantiles = Array.from({ length: points }, (_, at) => nodeResponse.quantile((at + 0.5) / points))
    return {
      ...phase,
      nodeAnswerMs: { count: nodeResponse.count, mean: nodeResponse.mean, cv: 0, quantiles },
    }
  })
}

it('a machine that is known is found again', async () => {
  const known = { repliesOfHttp: 2, delayMs: 0.05, speedCv: 0.7, pathRatios: [0.8, 1.2], errorRatios: [] }
  const measured = { ...smallCalibration(), phases: phasesOf(known) }
  const found = (await fitAnswers(scenario, measured))!
  for (const error of found.errorRatios) expect(error).toBeLessThan(0.08)
  expect(Math.abs(found.speedCv / known.speedCv - 1)).toBeLessThan(0.35)
}, 60_000)

it('a load without answers of nodes leaves what is known of processor time as it is', async () => {
  const made = smallCalibration()
  const phases = made.phases.map((phase) => ({ ...phase, nodeAnswerMs: { ...phase.nodeAnswerMs, count: 0 } }))
  const found = await fitAnswers(scenario, { ...made, phases })
  expect(found).toMatchObject({ pathRatios: [1, 1], errorRatios: [0, 0] })
})

it('a fit that is stopped gives nothing', async () => {
  expect(await fitAnswers(scenario, smallCalibration(), AbortSignal.abort())).toBeUndefined()
})
