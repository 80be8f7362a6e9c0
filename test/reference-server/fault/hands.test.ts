import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { handsOn } from '#server/fault/hands.ts'

const stateOf = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]![0]

it('stops, continues and kills the process that is in a place now', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(child, 'spawn')
  const nodes = new Map([[0, { child }]])
  const hands = handsOn({
    nodes,
    startNode: () => Promise.resolve(),
    proxies: [],
    store: { port: 0, pid: 0, start: () => Promise.resolve() },
    database: { stall() {}, goOn() {} },
  })
  const ended = once(child, 'exit')
  hands.pauseNode(0)
  if (process.platform === 'linux') await expect.poll(() => stateOf(child.pid!)).toBe('T')
  hands.continueNode(0)
  if (process.platform === 'linux') await expect.poll(() => stateOf(child.pid!)).not.toBe('T')
  hands.killNode(0)
  expect(await ended).toEqual([null, 'SIGKILL'])
})
