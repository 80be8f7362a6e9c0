/** Serves the notebooks on this machine: `node notebooks/serve.ts`, then open the printed address. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'

const folder = dirname(fileURLToPath(import.meta.url))

export interface Notebooks {
  readonly url: string
  stop(): Promise<void>
}

/** Vite compiles the pages' modules as they are asked for, so a page runs today's simulator. Port 0 takes any free one. */
export async function serveNotebooks(port: number): Promise<Notebooks> {
  const server = await createServer({
    root: join(folder, '..'),
    configFile: false,
    logLevel: 'error',
    cacheDir: join(folder, '..', 'node_modules', '.cache', 'tandem', 'vite'),
    server: { host: '127.0.0.1', port, strictPort: port !== 0, hmr: false, watch: null },
    optimizeDeps: {
      noDiscovery: true,
      include: ['d3', 'seedrandom/lib/alea.js', 'mathjs/lib/browser/math.js'],
    },
  })
  await server.listen()
  const address = server.httpServer!.address() as { port: number }
  return { url: `http://127.0.0.1:${address.port}/notebooks/`, stop: () => server.close() }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serveNotebooks(5173)
  process.stdout.write(`${url}load-curve.html\n`)
}
