import { describe, expect, it } from 'vitest'
import { enableJmeter } from '#server/load/run-jmeter.ts'
import { needProgram } from '#server/program.ts'

describe('a machine without JMeter', () => {
  it('is told in one line what would enable it and what works without', () => {
    const missing = () => needProgram('jmeter-that-is-not-here', enableJmeter)
    expect(missing).toThrow(/to enable it: tar xf apache-jmeter.*--with k6$/)
    expect(missing).not.toThrow('\n')
  })
})
