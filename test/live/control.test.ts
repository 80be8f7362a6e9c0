import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createController } from '#core/control/controller.ts'
import { stream } from '#core/random.ts'
import { train } from '#experiments/training.ts'
import { replayFile } from '#experiments/verbs/replay.ts'
import type { ControlSnapshot } from '#server/control-snapshot.ts'
import { type Cluster, startCluster } from '#server/launch.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const untrained = smallScenario({
  schedule: 'adaptive',
  control: {
    enabled: true,
    interval: '50 ms',
    objective: '20 ms',
    fallback: { enabled: false },
    presets: [
      { name: 'plain' },
      { name: 'heavy last', beta: 4 },
      { name: 'client', csrAboveUtilisation: 0.5 },
    ],
  },
})
const { states } = train(untrained, { episodes: 2 })
const scenario = { ...untrained, control: { ...untrained.control, state: states } }

describe('a policy that was trained in the simulator', () => {
  let cluster: Cluster
  beforeAll(async () => {
    cluster = await startCluster(scenario, {
      runDir: mkdtempSync(join(tmpdir(), 'tandem-test-')),
      record: true,
      gateway: 'embedded',
      store: 'embedded',
      database: 'embedded',
    })
    for (let page = 0; page < 40; page++)
      await (await fetch(`${cluster.url}/t/${page % 4}/p/${page}?q=0`)).text()
    await wait(500)
  })
  afterAll(() => cluster.stop())
  const snapshot = async () =>
    (await (await fetch(`${cluster.nodeUrls[0]}/control`)).json()) as ControlSnapshot

  it('decides in the server as core does for the same observations', async () => {
    const { decisions, decisionCount } = await snapshot()
    expect(decisionCount).toBeGreaterThanOrEqual(10)
    const controller = createController(scenario.control, stream(scenario.seed, 'control.0'), states[0])
    const again = decisions.map(({ observation, reward, missRatio, watched, atMs }) =>
      controller.decide(
        {
          observation,
          reward,
          watched: watched ?? Number.NaN,
          sloMissRatio: missRatio ?? Number.NaN,
        },
        atMs,
      ),
    )
    expect(again).toEqual(decisions.map(({ action }) => action))
    expect(decisions.some(({ reward }) => reward < 0)).toBe(true)
  })

  it('goes on learning there and shows its figures', async () => {
    const { state } = await snapshot()
    expect(state.features).toEqual(states[0]!.features)
    expect(state).not.toEqual(states[0])
    const text = await (await fetch(`${cluster.nodeUrls[0]}/metrics`)).text()
    expect(text).toMatch(/tandem_control_decisions_total \d+/)
    expect(text).toMatch(/tandem_control_fallback_ratio 0/)
  })

  it('is recorded, and the simulator repeats the recording', async () => {
    await cluster.stop()
    const { first, decisions, agreed } = replayFile(cluster.recordings[0]!)
    expect(first).toBeUndefined()
    expect(agreed).toBe(decisions)
    expect(decisions).toBeGreaterThan(100)
  })
})
