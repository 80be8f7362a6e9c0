import { expect, it } from 'vitest'
import {
  ablations,
  cellsOf,
  conventional,
  errorSummary,
  isConcave,
  rows,
  scenarioOf,
} from '#experiments/paper/reproduction.ts'
import { table1 } from '#experiments/paper/table1.ts'
import { readWebScenario } from '#experiments/scenario-file.ts'
import type { RunResult } from '#sim/result.ts'

const scenario = readWebScenario('experiments/scenarios/paper.yaml', [])
const result = (mean: number): RunResult =>
  ({
    metrics: {
      'responseMs.mean': { value: mean, unit: 'ms' },
      'responseMs.p95': { value: 386, unit: 'ms' },
      'hitRatio.redis': { value: 0.812, unit: 'ratio' },
      'powerWatts.mean': { value: 124.3, unit: 'W' },
    },
  }) as unknown as RunResult

it('every row has the one parameter set and differs in its users alone', () => {
  for (const row of rows.filter(({ isBaseline }) => !isBaseline)) {
    const { name: _, workload, ...rest } = scenarioOf(row, scenario)
    const { name: __, workload: base, ...same } = scenario
    expect(rest).toEqual(same)
    expect({ ...workload, users: 0 }).toEqual({ ...base, users: 0 })
    expect(workload.users).toBe(row.users)
  }
})

it('the conventional set-up keeps hardware, costs and traffic, and has no mechanism left', () => {
  const plain = conventional(scenario)
  for (const part of ['nodes', 'costs', 'workload', 'client', 'database', 'power'] as const)
    expect(plain[part]).toEqual(scenario[part])
  expect([plain.gateway.isEnabled, plain.cache.isEnabled, plain.redis.isEnabled]).toEqual([
    false,
    false,
    false,
  ])
  expect(plain.schedule.policy).toBe('fcfs')
})

it('each ablation takes one mechanism away', () => {
  for (const { scenario: without } of ablations(scenario)) expect(without).not.toEqual(scenario)
  expect(new Set(ablations(scenario).map(({ without }) => without)).size).toBe(ablations(scenario).length)
})

it('a cell has the claim, both numbers in the units of the paper, and the relative error', () => {
  const cells = cellsOf(table1[0]!, [result(235.4), result(235.4)])
  expect(cells.map(({ id }) => id)).toEqual(['T01', 'T06', 'T11', 'T16'])
  expect(cells[0]).toMatchObject({ paper: 214, users: 1000, role: 'fit' })
  expect(cells[0]!.errorRatio).toBeCloseTo(0.1, 9)
  expect(cells[2]!.simulated).toBeCloseTo(81.2, 9)
  expect(errorSummary(cells).worst).toBeCloseTo(0.1, 9)
  expect(errorSummary(cells).mean).toBeCloseTo(0.025, 9)
  expect(cellsOf(table1[0]!, [])).toEqual([])
})

it('tells a concave curve from one that bends up', () => {
  const users = [1000, 3000, 5000, 10000]
  expect(isConcave(users, [214, 302, 387, 452])).toBe(true)
  expect(isConcave(users, [100, 200, 310, 320])).toBe(false)
})
