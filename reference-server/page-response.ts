import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { PageResponse } from '#core/flow/request.ts'
import type { Exchange } from './driver.ts'

const head = '<!doctype html><html><body>'
const tail = '</body></html>'
const compressedHead = gzipSync(head)
const compressedTail = gzipSync(tail)

/** Writes the chunks of a page with its timeline. Compressed chunks are members of one gzip stream (RFC 1952, section 2.2). */
export function writePageResponse(
  incoming: IncomingMessage,
  response: ServerResponse,
  page: PageResponse,
  { chunks }: Exchange,
): void {
  const { queueMs, cacheMs, loadMs, renderMs } = page.timeline
  const timing = Object.entries({ queue: queueMs, cache: cacheMs, load: loadMs, render: renderMs })
  const { body, encoding } = negotiated(bodyOf(chunks), incoming)
  response.writeHead(page.status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': body.length,
    'server-timing': timing.map(([name, ms]) => `${name};dur=${ms.toFixed(3)}`).join(', '),
    'x-page-shards': page.shards,
    ...(encoding !== undefined && { 'content-encoding': encoding, vary: 'accept-encoding' }),
  })
  response.end(body)
}

interface Body {
  readonly body: Buffer
  readonly encoding: string | undefined
}

function bodyOf(chunks: Exchange['chunks']): Body {
  const parts = chunks.map(({ body }) => body)
  const compressed = parts.filter((part) => typeof part !== 'string')
  return compressed.length === 0
    ? { body: Buffer.from(head + parts.join('') + tail), encoding: undefined }
    : { body: Buffer.concat([compressedHead, ...compressed, compressedTail]), encoding: 'gzip' }
}

/** The body as this client takes it. */
export function negotiated({ body, encoding }: Body, { headers }: IncomingMessage): Body {
  return encoding === undefined || accepts(headers['accept-encoding'], encoding)
    ? { body, encoding }
    : { body: gunzipSync(body), encoding: undefined }
}

/** Whether a client takes an encoding; one that does not say takes any (RFC 9110, section 12.5.3). */
export function accepts(header: string | string[] | undefined, encoding: string): boolean {
  if (header === undefined) return true
  const wished = String(header)
    .split(',')
    .map((one) => one.trim().replace(/\s/g, '').toLowerCase())
  const named = wished.find((one) => one === encoding || one.startsWith(`${encoding};`))
  const any = wished.find((one) => one === '*' || one.startsWith('*;'))
  const chosen = named ?? any
  return chosen !== undefined && !/;q=0(\.0*)?$/.test(chosen)
}
