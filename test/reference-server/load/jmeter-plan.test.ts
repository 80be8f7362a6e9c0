import { describe, expect, it } from 'vitest'
import { jmeterPlan, jmeterRequests } from '#server/load/jmeter-plan.ts'
import type { LoadPlan } from '#server/load/plan.ts'

const requests = [
  { path: '/t/0/p/0?q=0', isWrite: false, atMs: 1.4 },
  { path: '/t/1/p/9?q=2', isWrite: true, atMs: 1999.6 },
]
const closed: LoadPlan = { arrivals: 'closed', durationMs: 2_500, warmUpMs: 500, users: 3, requests }
const open: LoadPlan = { ...closed, arrivals: 'open', users: 1 }

describe('plan for JMeter', () => {
  it('of a closed workload is the one on file', async () => {
    await expect(jmeterPlan(closed, 'requests.csv')).toMatchFileSnapshot('../../golden/jmeter-closed.jmx')
  })

  it('of an open workload is the one on file', async () => {
    await expect(jmeterPlan(open, 'requests.csv')).toMatchFileSnapshot('../../golden/jmeter-open.jmx')
  })

  it('has as many threads as the closed scenario has users, who start over with the list', () => {
    const plan = jmeterPlan(closed, 'requests.csv')
    expect(plan).toContain('<stringProp name="ThreadGroup.num_threads">3</stringProp>')
    expect(plan).toContain('<boolProp name="recycle">true</boolProp>')
    expect(plan).toContain(`<stringProp name="ConstantTimer.delay">\${at}</stringProp>`)
  })

  it('of open arrivals waits until each is due and ends with the list', () => {
    const plan = jmeterPlan(open, 'requests.csv')
    expect(plan).toContain(`\${__longSum(\${at},\${TESTSTART.MS},-\${__time(,)})}`)
    expect(plan).toContain('<boolProp name="stopThread">true</boolProp>')
    expect(plan).toContain('<boolProp name="recycle">false</boolProp>')
  })

  it('asks for the planned requests, at whole milliseconds', () => {
    expect(jmeterRequests(closed)).toBe('GET,1,/t/0/p/0?q=0\nPOST,2000,/t/1/p/9?q=2\n')
  })
})
