import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { calibrate } from '#experiments/calibration/measure.ts'
import { readWebScenario } from '#experiments/scenario-file.ts'
import type { Output } from '#experiments/verb.ts'
import { calibrate as calibrateVerb } from '#experiments/verbs/calibrate.ts'
import { validate } from '#experiments/verbs/validate.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-validate-'))
const scenarioFile = join(folder, 'small.yaml')
const calibrationFile = join(folder, 'calibration.json')
writeFileSync(
  scenarioFile,
  `model: web
name: small
duration: 2 s
warmUp: 500 ms
replications: 2
workload: { arrivals: closed, users: 6, thinkTime: { shape: exponential, mean: 60 ms }, pages: 40, tenants: 2, writeRatio: 2 % }
client: { asksForShards: false }
nodes: { count: 2, cores: 2 }
redis: { ttl: 2 s }
`,
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const said: string[] = []
const out: Output = {
  isJson: false,
  line: (text) => void said.push(text),
  json: () => {},
  progress: () => {},
}
const call = (values: Record<string, string | boolean>, positionals = [scenarioFile]) => ({
  positionals,
  values: { with: 'builtin', gateway: 'embedded', out: join(folder, 'run'), ...values },
  out,
  signal: new AbortController().signal,
})

describe('a live cluster is calibrated and validated', () => {
  it('costs come from several loads, with samples of everything', async () => {
    const calibration = await calibrate(readWebScenario(scenarioFile), {
      loadRatios: [0.5, 1],
      phaseMs: 1_500,
      gateway: 'embedded',
      load: { with: 'builtin', runDir: join(folder, 'calibrate'), signal: new AbortController().signal },
      progress: () => {},
    })
    const { phases, fit, coldCode } = calibration!
    expect(coldCode.requestsToHalf).toBeGreaterThan(0)
    expect(phases.map(({ loadRatio }) => loadRatio)).toEqual([0.5, 1])
    expect(phases[1]!.ratePerSecond).toBeGreaterThan(phases[0]!.ratePerSecond)
    expect(fit.costs.render!.fixedMs).toBeGreaterThan(0)
    const { gateway, replyBody, client, clientAfter } = fit.partCosts
    // How much of the client's time comes before the answer only hits of the gateway tell, and there may be none.
    for (const ms of [gateway, replyBody, client + clientAfter]) expect(ms).toBeGreaterThan(0)
    writeFileSync(calibrationFile, JSON.stringify(calibration))
  }, 60_000)

  it('every cell of the design is driven live and simulated, and the page drawn', async () => {
    const status = await validate.run(call({ calibration: calibrationFile, repeats: '1' }))
    expect([0, 1]).toContain(status)
    const stored = JSON.parse(readFileSync(join(folder, 'run', 'validation.json'), 'utf8'))
    expect(new Set(stored.cells.map(({ id }: { id: string }) => id)).size).toBe(4)
    expect(stored.summary).toMatchObject({ failed: 0, remoteFailures: 0 })
    expect(stored.ablation).toHaveLength(7)
    expect(said.join('\n')).toContain('where costs were not measured')
    expect(existsSync(join(folder, 'run', 'report.html'))).toBe(true)
  }, 120_000)

  it('a validation that goes on drives nothing that is done', async () => {
    const startedMs = performance.now()
    await validate.run(call({ calibration: calibrationFile, repeats: '1', resume: true }))
    const lines = readFileSync(join(folder, 'run', 'cells.jsonl'), 'utf8')
      .trim()
      .split('\n')
    expect(lines).toHaveLength(4)
    expect(performance.now() - startedMs).toBeLessThan(20_000)
  }, 60_000)
})

describe('wrong input of calibrate and validate', () => {
  it.each([
    [validate, { design: 'huge' }, /--design: unknown "huge", allowed quick, full/],
    [validate, { calibration: 'none.json' }, /none\.json/],
    [validate, { calibration: 'c.json', loads: '1' }, /--loads: belongs to a calibration made now/],
    [validate, { repeats: '0' }, /--repeats/],
    [calibrateVerb, { loads: '1,0.5' }, /--loads: found "1,0.5"/],
    [calibrateVerb, { with: 'wrk' }, /--with: unknown "wrk"/],
  ] as const)('is refused in one line: %#', async (verb, values, message) => {
    await expect(verb.run(call(values))).rejects.toThrow(message)
  })

  it('a scenario is asked for', async () => {
    await expect(calibrateVerb.run(call({}, []))).rejects.toThrow(/usage: tandem calibrate/)
  })
})
