import { Piscina } from 'piscina'
import type { Entry } from '#core/cache/entry.ts'
import type { Rendered } from '#core/flow/node.ts'
import type { RenderSize } from './renderer.ts'

export interface RenderPool {
  render(row: Entry): Promise<Rendered>
  close(): Promise<void>
}

/** Worker threads that render. Whoever hands out no more rows than there are workers decides the order; more wait first come, first served. */
export function renderPool({ render, workload }: RenderSize, workers: number): RenderPool {
  const workerData: RenderSize = { render, workload }
  const pool = new Piscina<Entry, Rendered>({
    filename: new URL('./render-worker.ts', import.meta.url).href,
    name: 'perform',
    minThreads: workers,
    maxThreads: workers,
    workerData,
  })
  return {
    render: ({ tenant, key, version, sizeBytes, expiresAt, value }) =>
      pool.run({ tenant, key, version, sizeBytes, expiresAt, value }),
    close: () => pool.destroy(),
  }
}
