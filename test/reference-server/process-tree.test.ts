import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, it } from 'vitest'
import { cpuMsOfTree } from '#server/process-tree.ts'

it.skipIf(process.platform !== 'linux')('the time of a process includes that of its children', async () => {
  const busy =
    'const end = Date.now() + 200; while (Date.now() < end); console.log("done"); setInterval(() => {}, 1000)'
  const child = spawn(process.execPath, ['-e', busy], { stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout!, 'data')
  const own = cpuMsOfTree(child.pid!)
  expect(own).toBeGreaterThan(50)
  expect(cpuMsOfTree(process.pid)).toBeGreaterThanOrEqual(own)
  child.kill()
  await once(child, 'exit')
  expect(cpuMsOfTree(child.pid!)).toBe(0)
})
