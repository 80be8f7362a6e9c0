/** What Node and the browser must agree on to the last bit. Loaded by both. */
import { parseScenario } from '#core/scenario-schema.ts'
import { simulate } from '#sim/simulate.ts'
import { mathHash } from '#test/golden/math-hash.ts'

const station = {
  model: 'station',
  name: 'M/M/1',
  duration: '20 s',
  warmUp: '1 s',
  interarrival: { shape: 'exponential', mean: '1.25 ms' },
  service: { shape: 'exponential', mean: '1 ms' },
  servers: 1,
}

const web = {
  model: 'web',
  name: 'small',
  duration: '5 s',
  warmUp: '1 s',
  workload: {
    arrivals: 'closed',
    users: 50,
    thinkTime: { shape: 'exponential', mean: '1 s' },
    pages: 100,
    writeRatio: 0.1,
  },
}

export function bits() {
  return { math: mathHash(100_000), station: run(station), web: run(web) }
}

function run(raw: unknown) {
  const { scenario, problems } = parseScenario(raw)
  if (scenario === undefined) throw new Error(JSON.stringify(problems))
  const { fingerprint, events, metrics } = simulate(scenario)
  return { fingerprint, events, metrics }
}
