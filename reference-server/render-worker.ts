/** The script of a worker thread that renders: see render-pool. */
import { workerData } from 'piscina'
import type { Entry } from '#core/cache/entry.ts'
import type { Rendered } from '#core/flow/node.ts'
import { htmlRenderer, type RenderSize } from './renderer.ts'

const renderer = htmlRenderer(workerData as RenderSize)

export const perform = (row: Entry): Rendered => renderer.render(row)
