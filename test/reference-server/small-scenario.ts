import type { WebScenario } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'

/** A small web backend with everything at its default but what is given, in the notation of scenario files. */
export function smallScenario(given: Record<string, unknown> = {}): WebScenario {
  const { scenario, problems } = parseScenario({
    model: 'web',
    name: 'small',
    duration: '3 s',
    warmUp: '1 s',
    nodes: { count: 1 },
    workload: {
      arrivals: 'closed',
      users: 5,
      thinkTime: { shape: 'exponential', mean: '50 ms' },
      pages: 40,
      tenants: 4,
    },
    ...given,
  })
  if (scenario?.model !== 'web') throw new Error(JSON.stringify(problems))
  return scenario
}
