import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { freePort } from '#server/free-port.ts'

it('gives a port that can be used, and refuses one in use by its number', async () => {
  const port = await freePort()
  const server = createServer()
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done))
  await expect(freePort(port)).rejects.toMatchObject({
    code: 'PortTaken',
    message: expect.stringContaining(`port ${port} is in use`),
  })
  await new Promise((done) => server.close(done))
  expect(await freePort(port)).toBe(port)
})
