import { createServer } from 'node:net'
import { TandemError } from '#core/errors.ts'

/** A port of 127.0.0.1 that nobody uses now; the wanted one when given. Errors: PortTaken. */
export function freePort(wanted = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', () =>
      reject(
        new TandemError(
          'PortTaken',
          `port ${wanted} is in use or not allowed; choose another, or 0 to let the system choose`,
        ),
      ),
    )
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
