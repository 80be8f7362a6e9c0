import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { redisCommand } from '#server/fault/redis-command.ts'
import { freePort } from '#server/free-port.ts'

it('sends a command and gives the reply', async () => {
  const server = createServer((socket) => {
    socket.on('data', (asked) => socket.write(`+${asked.toString().trim()}!\r\n`))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  expect(await redisCommand((server.address() as { port: number }).port, 'SAVE')).toBe('+SAVE!\r\n')
  server.close()
})

it('says that nobody answers', async () => {
  await expect(redisCommand(await freePort(), 'SAVE')).rejects.toMatchObject({ code: 'RemoteUnavailable' })
})
