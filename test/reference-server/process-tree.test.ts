import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cpuMsOfTree, stoppable } from '#server/process-tree.ts'

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

it.skipIf(process.platform !== 'linux')(
  'what a process has started stands still and goes on, itself not',
  async () => {
    const inner = 'console.log(process.pid); setInterval(() => {}, 1000)'
    const outer = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: ['ignore', 'inherit', 'ignore'] })`
    const child = spawn(process.execPath, ['-e', outer], { stdio: ['ignore', 'pipe', 'ignore'] })
    const [said] = await once(child.stdout!, 'data')
    const grandchild = Number(String(said))
    const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]![0]
    const { stall, goOn } = stoppable(child.pid!)
    stall()
    await expect.poll(() => stateOf(grandchild)).toBe('T')
    expect(stateOf(child.pid!)).not.toBe('T')
    goOn()
    await expect.poll(() => stateOf(grandchild)).not.toBe('T')
    process.kill(grandchild)
    child.kill()
  },
)
