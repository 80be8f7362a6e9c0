import type { IncomingMessage, ServerResponse } from 'node:http'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { emptyTimeline, type PageResponse } from '#core/flow/request.ts'
import { accepts, writePageResponse } from '#server/page-response.ts'

const page: PageResponse = {
  status: 200,
  sizeBytes: 10,
  shards: 2,
  servedBy: 'node',
  timeline: { ...emptyTimeline(), queueMs: 1.5 },
}

function written(bodies: readonly (string | Buffer)[], acceptEncoding?: string) {
  let headers: Record<string, unknown> = {}
  let body: Uint8Array = Buffer.alloc(0)
  const incoming = { headers: { 'accept-encoding': acceptEncoding } } as unknown as IncomingMessage
  const response = {
    writeHead: (_status: number, given: Record<string, unknown>) => {
      headers = given
    },
    end: (given: Uint8Array) => {
      body = given
    },
  } as unknown as ServerResponse
  writePageResponse(incoming, response, page, { chunks: bodies.map((one, index) => ({ index, body: one })) })
  return { headers, body }
}

describe('a page response', () => {
  it('joins chunks in their order and tells the timeline', () => {
    const { headers, body } = written(['<p>1</p>', '<p>2</p>'])
    expect(Buffer.from(body).toString()).toBe('<!doctype html><html><body><p>1</p><p>2</p></body></html>')
    expect(headers).toMatchObject({ 'content-length': body.length, 'x-page-shards': 2 })
    expect(headers['server-timing']).toContain('queue;dur=1.500')
  })

  it('sends compressed chunks as one stream that any reader of gzip can read', () => {
    const { headers, body } = written([gzipSync('<p>1</p>'), gzipSync('<p>2</p>')], 'br, gzip')
    expect(headers['content-encoding']).toBe('gzip')
    expect(String(gunzipSync(body))).toBe('<!doctype html><html><body><p>1</p><p>2</p></body></html>')
  })

  it('gives plain text to a client that does not take gzip', () => {
    const { headers, body } = written([gzipSync('<p>1</p>')], 'identity')
    expect(headers['content-encoding']).toBeUndefined()
    expect(Buffer.from(body).toString()).toContain('<p>1</p>')
  })

  it.each([
    [undefined, true],
    ['gzip, deflate', true],
    ['*', true],
    ['gzip;q=0', false],
    ['*;q=0', false],
    ['br', false],
    ['gzip; q=0.5', true],
  ])('takes %j as accepting gzip: %j', (header, expected) => {
    expect(accepts(header, 'gzip')).toBe(expected)
  })
})
