import { describe, expect, it } from 'vitest'
import type { Operation } from '#experiments/consistency/history.ts'
import { boundedStaleness } from '#experiments/consistency/staleness.ts'

const operation = (kind: 'read' | 'write', value: number, start: number): Operation => ({
  process: start,
  key: 0,
  kind,
  value,
  start,
  end: start + 1,
  status: 'ok',
})

describe('bounded staleness', () => {
  const writes = [operation('write', 2, 0), operation('write', 3, 100)]

  it('lets a read be behind for the bound and no longer', () => {
    expect(boundedStaleness([...writes, operation('read', 2, 151)], 50).holds).toBe(true)
    const late = operation('read', 2, 152)
    expect(boundedStaleness([...writes, late], 50)).toMatchObject({
      holds: false,
      counterExample: [writes[1], late],
    })
  })

  it('counts from the commit where that is asked for, even if nobody was told of it', () => {
    const lost = { ...writes[1]!, end: Number.POSITIVE_INFINITY, status: 'info' as const }
    const history = [writes[0]!, lost, operation('read', 2, 200)]
    expect(boundedStaleness(history, 50).holds).toBe(true)
    expect(boundedStaleness(history, 50, 'commit').holds).toBe(false)
  })

  it('shows the newest write that was missed', () => {
    const { counterExample } = boundedStaleness([...writes, operation('read', 1, 500)], 0)
    expect(counterExample[0]).toBe(writes[1])
  })
})
