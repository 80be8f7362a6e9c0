import { expect, it } from 'vitest'
import { readThrough } from '#core/cache/node/read-through.ts'
import { drainWrites } from '#core/flow/flush-writes.ts'
import { writePage } from '#core/flow/write-page.ts'
import { isStrongPage } from '#core/workload/request-source.ts'
import { nodeWorld } from '../cache/node/node-world.ts'

const world = (more: Record<string, unknown> = {}, strongRatio = 0) => {
  const made = nodeWorld({
    cache: { writes: 'behind', writeBehind: { delay: '50 ms', ...more } },
    workload: { arrivals: 'closed', users: 1, pages: 40, tenants: 4, strongRatio },
  })
  const { node, run, driver } = made
  const slots = node.scenario.render.shardsMax
  const page = (number: number) => ({ tenant: number % 4, page: number })
  return {
    ...made,
    write: (number: number) => run(writePage(node, { id: 1, kind: 'write', query: 0, ...page(number) })),
    read: (number: number) =>
      run(readThrough(node, { ...made.request, key: { tenant: number % 4, key: number * slots } })),
    at: (ms: number, act: () => unknown) => void driver.at(ms, act),
  }
}

it('a write is acknowledged before the database has it, and the node reads it at once', () => {
  const { write, read, asked, node, driver } = world()
  expect(write(1).outcome?.kind).toBe('done')
  expect(asked).toEqual([])
  const seen = read(1)
  expect(seen.outcome).toMatchObject({ value: { entry: { version: 2 } } })
  driver.runUntilIdle()
  expect(asked).toEqual(['store', 'publish'])
  expect(driver.clock.now).toBeCloseTo(56)
  expect(node.behind!.rest()).toBe(true)
  expect(node.tiers.find({ tenant: 1, key: node.scenario.render.shardsMax }, 60)?.entry.version).toBe(2)
  expect(driver.runner.live).toBe(0)
})

it('many writes to a page cost the database one', () => {
  const { write, asked, node, driver } = world()
  for (let round = 0; round < 5; round++) write(1)
  write(2)
  driver.runUntilIdle()
  expect(asked.filter((name) => name === 'store')).toHaveLength(2)
  expect(node.counters).toMatchObject({ writesBehind: 6, writesJoined: 4, writesLost: 0 })
})

it('a crash loses what waits, and it is counted', () => {
  const { write, read, asked, node, driver, at } = world()
  write(1)
  write(2)
  at(20, () => node.restarted())
  driver.runUntilIdle()
  expect(asked).toEqual([])
  expect(node.counters.writesLost).toBe(2)
  const seen = read(1)
  driver.runUntilIdle()
  expect(seen.outcome).toMatchObject({ value: { entry: { version: 1 } } })
})

it('a node that dies while the database writes announces nothing', () => {
  const { write, asked, node, driver, at } = world()
  write(1)
  at(52, () => node.restarted())
  driver.runUntilIdle()
  expect(asked).toEqual(['store'])
  expect(node.counters.writesLost).toBe(1)
})

it('tries again when the database refuses, up to a bound', () => {
  const soon = world({ tries: 3 })
  soon.broken.database = true
  soon.write(1)
  soon.at(60, () => {
    soon.broken.database = false
  })
  soon.driver.runUntilIdle()
  expect(soon.asked).toEqual(['store', 'store', 'publish'])
  const never = world({ tries: 3 })
  never.broken.database = true
  never.write(1)
  never.driver.runUntilIdle()
  expect(never.asked).toEqual(['store', 'store', 'store'])
  expect(never.node.counters).toMatchObject({ writesLost: 1, backgroundFailures: 3 })
})

it('a write beyond the bound goes through, and so does each to a strong page', () => {
  const full = world({ pending: 1 })
  full.write(1)
  full.write(2)
  full.driver.runUntilIdle()
  expect(full.node.counters).toMatchObject({ writes: 2, writesBehind: 1 })
  const strong = world({}, 1)
  expect(isStrongPage(1, strong.node.scenario.workload)).toBe(true)
  strong.write(1)
  strong.driver.runUntilIdle()
  expect(strong.node.counters.writesBehind).toBe(0)
})

it('a process that is told to stop brings everything to the database without waiting for the delay', () => {
  const { write, asked, node, driver, run } = world({ delay: '60 s' })
  write(1)
  write(2)
  const drained = run(drainWrites(node))
  expect(drained.outcome).toBeUndefined()
  driver.at(10, () => expect(drained.outcome?.kind).toBe('done'))
  driver.runUntilIdle()
  expect(asked).toEqual(['store', 'store', 'publish', 'publish'])
  expect(node.counters.writesLost).toBe(0)
})

it('and ends, however often the database refuses', () => {
  const { write, broken, node, driver, run } = world({ delay: '60 s', tries: 3 })
  broken.database = true
  write(1)
  const drained = run(drainWrites(node))
  driver.runUntilIdle()
  expect(drained.outcome?.kind).toBe('done')
  expect(node.counters.writesLost).toBe(1)
})

it('a node that does not write behind has nothing to bring', () => {
  const { run, node } = nodeWorld()
  expect(run(drainWrites(node)).outcome?.kind).toBe('done')
})
