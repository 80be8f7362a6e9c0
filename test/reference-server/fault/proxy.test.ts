import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RedisProxy, startProxy } from '#server/fault/proxy.ts'

/** Answers whatever comes with itself, and can tell its subscribers something. */
const far: Socket[] = []
let server: Server
let proxy: RedisProxy
const message = (text: string) => `*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n${text}\r\n`

beforeAll(async () => {
  server = createServer((socket) => {
    far.push(socket)
    socket.on('data', () => socket.write('+OK\r\n'))
    socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await startProxy((server.address() as { port: number }).port)
})
afterAll(async () => {
  await proxy.stop()
  server.close()
})

async function client() {
  const socket = connect(proxy.port, '127.0.0.1')
  let heard = ''
  socket.on('data', (chunk) => {
    heard += chunk
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  const ask = async () => {
    socket.write('PING\r\n')
    await once(socket, 'data')
  }
  return { socket, ask, heard: () => heard }
}

it('lets everything pass as long as it is told nothing', async () => {
  const { ask, heard, socket } = await client()
  await ask()
  expect(heard()).toBe('+OK\r\n')
  socket.destroy()
})

it('loses and doubles messages, and only messages', async () => {
  const { ask, heard, socket } = await client()
  await ask()
  const fates = [[], [0, 0], [0]]
  proxy.spoil(() => fates.shift()!)
  for (const text of ['a', 'b', 'c']) far.at(-1)!.write(message(text))
  await expect.poll(heard).toBe(`+OK\r\n${message('b')}${message('b')}${message('c')}`)
  proxy.spoil(undefined)
  far.at(-1)!.write(message('d'))
  await expect.poll(heard).toContain(message('d'))
  socket.destroy()
})

it('delays messages, so that they overtake each other', async () => {
  const { ask, heard, socket } = await client()
  await ask()
  const delays = [60, 0]
  proxy.spoil(() => [delays.shift()!])
  far.at(-1)!.write(message('a') + message('b'))
  await expect.poll(heard).toBe(`+OK\r\n${message('b')}${message('a')}`)
  proxy.spoil(undefined)
  socket.destroy()
})

it('ends connections when cut, and takes new ones only when healed', async () => {
  const { socket } = await client()
  proxy.cut()
  await once(socket, 'close')
  const refused = await client()
  await once(refused.socket, 'close')
  proxy.heal()
  const { ask, heard, socket: healed } = await client()
  await ask()
  expect(heard()).toBe('+OK\r\n')
  healed.destroy()
})
