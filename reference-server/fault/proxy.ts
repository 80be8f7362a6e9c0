import { connect, createServer, type Socket } from 'node:net'
import type { Ms } from '#core/units.ts'
import { isMessage, respFrames } from './resp-frames.ts'

/** What becomes of a message: after which times its copies arrive, none when it is lost. */
export type Fate = () => readonly Ms[]

/** Stands between one node and Redis, and lets pass what it is told to. */
export interface RedisProxy {
  readonly port: number
  /** Ends all connections and takes no new one. */
  cut(): void
  heal(): void
  /** From now on messages meet this fate; none: they pass. */
  spoil(fate: Fate | undefined): void
  stop(): Promise<void>
}

/** Parameters: port of the Redis on 127.0.0.1. Holds nothing back, so its memory is bounded by what Redis holds for a slow subscriber. */
export function startProxy(redisPort: number): Promise<RedisProxy> {
  const sockets = new Set<Socket>()
  let isCut = false
  let fateOf: Fate | undefined

  function join(near: Socket): void {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(redisPort, '127.0.0.1')
    const frames = respFrames()
    const end = (): void => {
      for (const socket of [near, far]) {
        sockets.delete(socket)
        socket.destroy()
      }
    }
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', end)
      socket.on('close', end)
    }
    const tell = (frame: Buffer) => near.writable && near.write(frame)
    near.on('data', (chunk) => far.write(chunk))
    far.on('data', (chunk: Buffer) => {
      for (const frame of frames(chunk)) {
        if (fateOf === undefined || !isMessage(frame)) tell(frame)
        else for (const delayMs of fateOf()) setTimeout(tell, delayMs, frame)
      }
    })
  }

  const destroyAll = (): void => {
    for (const socket of [...sockets]) socket.destroy()
  }
  const server = createServer(join)
  return new Promise((done, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () =>
      done({
        port: (server.address() as { port: number }).port,
        cut() {
          isCut = true
          destroyAll()
        },
        heal() {
          isCut = false
        },
        spoil(fate) {
          fateOf = fate
        },
        stop: () =>
          new Promise((stopped) => {
            destroyAll()
            server.close(() => stopped())
          }),
      }),
    )
  })
}
