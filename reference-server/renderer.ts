import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Entry } from '#core/cache/entry.ts'
import type { Rendered, Renderer } from '#core/flow/node.ts'
import { slotBytes } from '#core/render/partition.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { Bytes } from '#core/units.ts'
import { pageBytes } from '#core/workload/request-source.ts'

const gzipOnThread = promisify(gzip)

/** Fast rather than small: most of the gain at a fraction of the time. */
export const gzipOptions = { level: 1 } as const

/** What of a scenario a renderer needs; plain data, so that it reaches other threads. */
export type RenderSize = Pick<WebScenario, 'render' | 'workload'>

/**
 * Renders fragments as HTML, with as many bytes as the scenario says for the page: real work of a real template.
 *
 * Parameters  onWorker: renders the same on another thread, where there are any
 */
export function htmlRenderer(
  { render, workload }: RenderSize,
  onWorker?: (row: Entry) => Promise<Rendered>,
): Renderer {
  function* renderSteps(row: Entry, stepBytes: Bytes): Generator<undefined, Rendered> {
    const target = slotBytes(render, pageBytes(Math.floor(row.key / render.shardsMax), workload))
    const value = yield* fragmentHtml(row, target, stepBytes)
    return { value, sizeBytes: Buffer.byteLength(value) }
  }
  return {
    render: (row) => renderSteps(row, Number.POSITIVE_INFINITY).next().value as Rendered,
    renderSteps,
    ...(onWorker !== undefined && { renderOnWorker: onWorker }),
    assemble: (shard, fragments) =>
      `<section data-shard="${shard}">${fragments.map(({ value }) => value ?? '').join('')}</section>`,
    compress: (body) => gzipOnThread(String(body), gzipOptions),
  }
}

/** Pauses after each step of so many bytes, or of one item that has more. */
function* fragmentHtml(row: Entry, targetBytes: Bytes, stepBytes: Bytes): Generator<undefined, string> {
  const title = escapeHtml(String(row.value))
  const head = `<article data-key="${row.key}" data-version="${row.version}"><h2>${title}</h2><ul>`
  const tail = '</ul></article>'
  const length = targetBytes - 96 - head.length - tail.length
  let items = ''
  let stepEnds = stepBytes
  for (let index = 0; items.length < length; index++) {
    const price = ((row.key * 37 + index * 11) % 9_973) / 100
    items += `<li id="i${row.key}-${index}"><b>${escapeHtml(`Item ${index} & more`)}</b><span>${price.toFixed(2)}</span></li>`
    if (items.length < stepEnds || items.length >= length) continue
    stepEnds = items.length + stepBytes
    yield
  }
  return head + items + tail
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
