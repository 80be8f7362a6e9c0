import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDatabase } from '#sim/database.ts'
import { smallScenario } from '../reference-server/small-scenario.ts'

const database = () => createDatabase(smallScenario(), 0)
const key = { tenant: 1, key: 7 }

describe('the simulated database', () => {
  it('starts every row at version 1 and adds one with each write of that row only', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4)), (written) => {
        const rows = database()
        for (const one of written) {
          const before = rows.version({ tenant: 1, key: one })
          expect(rows.store({ tenant: 1, key: one, value: 'v', sizeBytes: 1 }).version).toBe(before + 1)
        }
        for (let one = 0; one < 5; one++) {
          const writes = written.filter((other) => other === one).length
          expect(rows.load({ tenant: 1, key: one }).version).toBe(1 + writes)
        }
      }),
    )
  })

  it('keeps equal keys of two tenants apart', () => {
    const rows = database()
    rows.store({ ...key, value: 'v', sizeBytes: 1 })
    expect(rows.version(key)).toBe(2)
    expect(rows.version({ ...key, tenant: 2 })).toBe(1)
  })

  it('answers with the key it was asked for', () => {
    expect(database().load(key)).toMatchObject(key)
  })

  it('answers after the question and never runs more statements than it has connections', () => {
    const rows = database()
    const answers = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? rows.readAt(10) : rows.writtenAt(10),
    )
    for (const at of answers) expect(at).toBeGreaterThan(10)
    expect(Math.max(...answers) - 10).toBeGreaterThanOrEqual(rows.busyMs / rows.connections)
  })

  it('takes the same times in the same replication and other times in another', () => {
    const timesOf = (replication: number) => {
      const rows = createDatabase(smallScenario(), replication)
      return Array.from({ length: 5 }, () => rows.readAt(0))
    }
    expect(timesOf(0)).toEqual(timesOf(0))
    expect(timesOf(0)).not.toEqual(timesOf(1))
  })
})
