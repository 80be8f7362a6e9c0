import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'

it('is the script of a worker thread and asks for what its renderer needs', async () => {
  const worker = new Worker(new URL('../../reference-server/render-worker.ts', import.meta.url))
  const error = await new Promise<Error | undefined>((resolve) => {
    worker.on('error', resolve)
    worker.on('exit', () => resolve(undefined))
  })
  expect(error?.message).toContain('render')
})
