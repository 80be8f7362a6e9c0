import { expect, it } from 'vitest'
import { memoryDatabase } from '#server/database-memory.ts'
import { stalling } from '#server/fault/stalling.ts'

it('answers nothing while it stalls, and everything afterwards, in order', async () => {
  const database = stalling(memoryDatabase())
  const key = { tenant: 1, key: 1 }
  expect((await database.load(key)).version).toBe(1)
  database.stall()
  const answered: number[] = []
  const asked = [
    database.store({ ...key, value: 'x', sizeBytes: 1 }).then(({ version }) => answered.push(version)),
    database.load(key).then(({ version }) => answered.push(version)),
  ]
  await new Promise((done) => setImmediate(done))
  expect(answered).toEqual([])
  database.goOn()
  await Promise.all(asked)
  expect(answered).toEqual([2, 2])
})
