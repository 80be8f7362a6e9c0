import { expect, it } from 'vitest'
import { driverOps } from '#core/flow/effect.ts'
import { recordingHeader } from '#server/record.ts'
import { smallScenario } from './small-scenario.ts'

it('begins with version, node, scenario and the names of operations and stages', () => {
  const scenario = smallScenario()
  const header = JSON.parse(recordingHeader(scenario, 2))
  expect(header).toMatchObject({
    recording: 2,
    index: 2,
    ops: driverOps,
    scenario: { name: scenario.name },
  })
  expect(header.stages).toContain('render')
})
