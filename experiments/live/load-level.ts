import type { WebScenario } from '#core/scenario.ts'
import type { Ratio } from '#core/units.ts'

/** The scenario with so much of its load: of its users, or of its rate. */
export function atLoad(scenario: WebScenario, ratio: Ratio): WebScenario {
  const { workload } = scenario
  const { rateCurve } = workload
  return {
    ...scenario,
    workload: {
      ...workload,
      users: Math.max(1, Math.round(workload.users * ratio)),
      ratePerSecond: workload.ratePerSecond * ratio,
      ...(rateCurve && {
        rateCurve: { ...rateCurve, ratesPerSecond: rateCurve.ratesPerSecond.map((rate) => rate * ratio) },
      }),
    },
  }
}
