import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadPlan } from '#server/load/plan.ts'
import { writePlan } from '#server/load/write-plan.ts'
import { smallScenario } from './small-scenario.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-write-plan-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const scenario = smallScenario()
const planned = loadPlan(scenario).requests

describe('a load for others to run', () => {
  it('is a plan of JMeter with its requests beside it', () => {
    const { files, command } = writePlan(join(folder, 'deep', 'shop.jmx'), scenario, {})
    expect(readFileSync(files[0]!, 'utf8')).toContain(
      '<stringProp name="filename">shop.requests.csv</stringProp>',
    )
    expect(readFileSync(files[1]!, 'utf8').trimEnd().split('\n')).toHaveLength(planned.length)
    expect(command).toContain(`jmeter -n -t ${files[0]}`)
  })

  it('is a script of k6 with the same requests', () => {
    const { files } = writePlan(join(folder, 'shop.js'), scenario, { failed: ['rate<0.5'] })
    expect(readFileSync(files[0]!, 'utf8')).toContain('open("./shop.requests.json")')
    expect(readFileSync(files[0]!, 'utf8')).toContain('rate<0.5')
    expect(JSON.parse(readFileSync(files[1]!, 'utf8')).requests).toHaveLength(planned.length)
  })

  it('of another kind, or where nothing can be written, is refused in words', () => {
    expect(() => writePlan('shop.txt', scenario, {})).toThrow('allowed FILE.jmx (JMeter) or FILE.js (k6)')
    writeFileSync(join(folder, 'file'), '')
    expect(() => writePlan(join(folder, 'file', 'a.js'), scenario, {})).toThrow('cannot be written')
  })
})
