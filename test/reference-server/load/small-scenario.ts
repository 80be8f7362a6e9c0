import type { WebScenario, Workload } from '#core/scenario.ts'
import { parseScenario } from '#core/scenario-schema.ts'

/** A web scenario of a few seconds with the workload's fields replaced. */
export function smallScenario(replaced: Partial<Workload> = {}, durationMs = 3_000): WebScenario {
  const { scenario, problems } = parseScenario({
    model: 'web',
    name: 'small',
    seed: 11,
    duration: `${durationMs} ms`,
    warmUp: '500 ms',
    workload: {
      users: 5,
      thinkTime: { shape: 'exponential', mean: '100 ms' },
      pages: 50,
      tenants: 2,
      writeRatio: 0.1,
    },
    client: { roundTrip: { shape: 'constant', mean: '0 ms' } },
  })
  if (scenario?.model !== 'web')
    throw new Error(problems.map(({ path, message }) => `${path}: ${message}`).join('; '))
  return { ...scenario, workload: { ...scenario.workload, ...replaced } }
}
