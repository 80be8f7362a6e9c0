import { connect } from 'node:net'
import { TandemError } from '#core/errors.ts'

const limitMs = 5_000

/** Sends one command to a Redis on 127.0.0.1 and waits for its reply. Errors: RemoteUnavailable. */
export function redisCommand(port: number, command: string): Promise<string> {
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`))
    const fail = (why: string) => {
      socket.destroy()
      failed(new TandemError('RemoteUnavailable', `redis, ${command}: ${why}`))
    }
    socket.setTimeout(limitMs, () => fail(`no reply in ${limitMs} ms`))
    socket.once('error', (error) => fail(error.message))
    socket.once('data', (reply) => {
      socket.destroy()
      done(reply.toString())
    })
  })
}
