/** What a person gets who asks for what cannot be: one clear error, or a stated safe behaviour. Through the command's own verb. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '#experiments/verbs/run.ts'
import { callVerb } from '../command.ts'

const twin = 'experiments/scenarios/twin.yaml'
const short = ['duration=3 s', 'warmUp=1 s', 'replications=1', 'workload.users=20', 'nodes.count=4']

const tandemRun = (...sets: string[]) =>
  callVerb(run, [twin, '--json', ...[...short, ...sets].flatMap((set) => ['--set', set])])

async function metricsOf(...sets: string[]): Promise<Record<string, { mean: number }>> {
  const { status, stdout, stderr } = await tandemRun(...sets)
  expect([status, stderr]).toEqual([0, ''])
  return (JSON.parse(stdout) as { metrics: Record<string, { mean: number }> }).metrics
}

describe('one clear error, exit status 2:', () => {
  it.each([
    [
      'a weight of zero',
      'balance={policy: smooth-weighted, weights: [1,0,1,1]}',
      /balance\.weights\[1\]: 0 is out of range/,
    ],
    [
      'a negative weight',
      'balance={policy: least-connections, weights: [1,-2,1,1]}',
      /balance\.weights\[1\]: -2 is out of range/,
    ],
    [
      'weights for other nodes',
      'balance={policy: smooth-weighted, weights: [1,2,3,4,5,6,7]}',
      /balance\.weights: 7 weights for 4 nodes/,
    ],
    [
      'a share of nothing',
      'schedule={policy: weighted-fair, weights: {render: 0}}',
      /schedule\.weights\.render: 0 is out of range/,
    ],
    [
      'a negative cost',
      'schedule={policy: c-mu, costs: {render: -1}}',
      /schedule\.costs\.render: -1 is out of range/,
    ],
    ['an unknown name in a formula', 'schedule={policy: formula, priority: "Q*Z"}', /unknown name 'Z'/],
    ['a formula of unlike units', 'schedule={policy: formula, priority: "Q + R"}', /sum of different units/],
    ['an unknown metric', 'objectives=[p999 < 3 ms]', /unknown name 'p999'.*did you mean p99/],
    ['an unknown policy', 'resilience.admit=vegan', /unknown admit policy 'vegan'.*vegas/],
    [
      'a region that is not there',
      'regions={count: 2, ofNodes: [0, 5]}',
      /regions\.ofNodes: names a region that is not there/,
    ],
  ])('%s', async (_, set, message) => {
    const { status, stderr } = await tandemRun(set)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  it('a learner state of other features', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'tandem-')), 'learned.json')
    const features = [{ name: 'moonPhase', low: 0, high: 1 }]
    const state = {
      policy: 'average-actor-critic',
      features,
      actions: { kind: 'choices', count: 2 },
      weights: {},
    }
    writeFileSync(path, JSON.stringify({ nodes: [state] }))
    const presets = '[{ name: open }, { name: closed, queueMax: 5 }]'
    const { status, stderr } = await tandemRun(
      `control={enabled: true, presets: ${presets}, state: "${path}"}`,
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(/features/)
    expect(stderr).toMatch(/moonPhase/)
  })
})

describe('a stated safe behaviour:', () => {
  it('a formula that is not a number ranks its tasks below all others, and they are served', async () => {
    const metrics = await metricsOf('schedule={policy: formula, priority: "(Q-Q)/(Q-Q)"}')
    expect(metrics.throughputPerSecond!.mean).toBeGreaterThan(5)
    expect(metrics.errorRatio!.mean).toBe(0)
  })

  it.each(['round-robin', 'least-connections', 'maglev', 'prequal', 'locality'])(
    'with all nodes dead requests fail and the run goes on, with %s',
    async (balance) => {
      const crashes = [0, 1, 2, 3].map((node) => `{node: ${node}, at: 1 s, for: 1 s}`).join(', ')
      const metrics = await metricsOf(
        `balance=${balance}`,
        'resilience={ejects: true, breaks: true, breakerVolumeMin: 1}',
        `faults.crashes=[${crashes}]`,
      )
      expect(metrics.errorRatio!.mean).toBeGreaterThan(0)
      expect(metrics.errorRatio!.mean).toBeLessThan(1)
    },
  )
})
