import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { Entry } from '#core/cache/entry.ts'
import type { Renderer } from '#core/flow/node.ts'
import { slotBytes } from '#core/render/partition.ts'
import type { WebScenario } from '#core/scenario.ts'
import { pageBytes } from '#core/workload/request-source.ts'

const gzipOnThread = promisify(gzip)

/** Fast rather than small: most of the gain at a fraction of the time. */
export const gzipOptions = { level: 1 } as const

/** Renders fragments as HTML, with as many bytes as the scenario says for the page: real work of a real template. */
export function htmlRenderer({ render, workload }: WebScenario): Renderer {
  return {
    render(row) {
      const target = slotBytes(render, pageBytes(Math.floor(row.key / render.shardsMax), workload))
      const value = fragmentHtml(row, target)
      return { value, sizeBytes: Buffer.byteLength(value) }
    },
    assemble: (shard, fragments) =>
      `<section data-shard="${shard}">${fragments.map(({ value }) => value ?? '').join('')}</section>`,
    compress: (body) => gzipOnThread(String(body), gzipOptions),
  }
}

function fragmentHtml(row: Entry, targetBytes: number): string {
  const title = escapeHtml(String(row.value))
  const head = `<article data-key="${row.key}" data-version="${row.version}"><h2>${title}</h2><ul>`
  const tail = '</ul></article>'
  let items = ''
  for (let index = 0; head.length + items.length + tail.length < targetBytes - 96; index++) {
    const price = ((row.key * 37 + index * 11) % 9_973) / 100
    items += `<li id="i${row.key}-${index}"><b>${escapeHtml(`Item ${index} & more`)}</b><span>${price.toFixed(2)}</span></li>`
  }
  return head + items + tail
}

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
