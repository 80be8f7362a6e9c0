import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Clock } from '#core/flow/clock.ts'
import { Runner } from '#core/flow/runner.ts'
import type { Part } from '#server/child.ts'
import { stopPart } from '#server/child.ts'
import { memoryDatabase } from '#server/database-memory.ts'
import { realPerform } from '#server/driver.ts'
import { checkFleet, liveFleetPort } from '#server/fleet.ts'
import { type LiveNode, startNode } from '#server/start-node.ts'
import { memoryStore } from '#server/store-memory.ts'
import { wallNow } from '#server/wall-clock.ts'
import { fleetDriverContract } from '../contract/fleet-driver.ts'
import { smallScenario } from './small-scenario.ts'

/** A gateway that has nothing under way. */
const idleGateway = `process.on('message', ({ drain }) => { if (drain !== undefined) process.send({ drained: drain }) })
process.on('disconnect', () => process.exit(0))`

fleetDriverContract('the server', async () => {
  const runDir = mkdtempSync(join(tmpdir(), 'tandem-fleet-'))
  writeFileSync(join(runDir, 'gateway.mjs'), idleGateway)
  const gateway: ChildProcess = fork(join(runDir, 'gateway.mjs'), { execArgv: [] })
  const children: Part[] = [{ child: gateway, name: 'gateway' }]
  const scenario = smallScenario()
  const embedded = { store: memoryStore(wallNow), database: memoryDatabase() }
  const site = { folder: runDir, children, ends: [], stop: async () => {}, runDir, embedded }
  let life = 0
  const startProcess = (index: number): Promise<LiveNode> =>
    startNode(
      scenario,
      { index, life: ++life, port: 0, store: { kind: 'parent' }, record: undefined, history: undefined },
      { ...site, database: { kind: 'parent' } },
    )
  const nodes = new Map([[0, await startProcess(0)]])
  const fleet = liveFleetPort({ nodes, gateway, startProcess, retired: () => {} })
  const clock: Clock = { now: wallNow() }
  const runner = new Runner(realPerform({ clock, now: wallNow, fleet }).perform)
  return {
    runner,
    clock,
    async settle() {
      while (runner.live > 0) await wait(5)
    },
    async stop() {
      await Promise.all(children.map(stopPart))
      rmSync(runDir, { recursive: true, force: true })
    },
  }
})

it('what only the simulator has is refused by name', () => {
  const check = (nodes: Record<string, unknown>) => () => checkFleet(smallScenario({ nodes }))
  expect(check({ count: 1, kind: 'serverless' })).toThrow('nodes.kind: serverless')
  expect(check({ count: 1, scale: { enabled: true, by: 'vertical' } })).toThrow('vertical')
  expect(check({ count: 1, scale: { enabled: true } })).not.toThrow()
})
