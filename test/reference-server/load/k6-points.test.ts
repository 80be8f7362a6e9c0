import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { pointOf, readK6Points } from '#server/load/k6-points.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-k6-points-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Lines as k6 2.2.0 wrote them.
const noted =
  '{"metric":"response_ms","type":"Point","data":{"time":"2026-11-21T06:57:24.446273143Z","value":1.166712,"tags":{"cache":"HIT","code":"200","scenario":"users","write":"false"},"metadata":{"sent":"412.872","late":"0.021","path":"/t/0/p/3?q=0","vu":"4"}}}'
const metric =
  '{"type":"Metric","data":{"name":"response_ms","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"response_ms"}'
const own = (time: string, value: number, tags: object) =>
  JSON.stringify({
    metric: 'http_req_duration',
    type: 'Point',
    data: { time, value, tags, metadata: { vu: '2' } },
  })

function stored(name: string, lines: readonly string[], cut = 0): string {
  const path = join(folder, name)
  const packed = gzipSync(`${lines.join('\n')}\n`)
  writeFileSync(path, packed.subarray(0, packed.length - cut))
  return path
}

describe('points of k6', () => {
  it('have intended time, lateness, page and user where the script notes them', () => {
    expect(pointOf(noted)).toEqual({
      sentMs: 412.872,
      responseMs: 1.166712,
      latenessMs: 0.021,
      status: 200,
      cache: 'HIT',
      isWrite: false,
      path: '/t/0/p/3?q=0',
      user: 4,
    })
    expect(pointOf(metric)).toBeUndefined()
  })

  it('of a script that notes nothing are its requests, from the first sending on', async () => {
    const file = stored('own.gz', [
      own('2026-11-21T06:57:24.500Z', 100, { status: '200', method: 'GET', url: 'http://a/x' }),
      own('2026-11-21T06:57:25.000Z', 250, { status: '302', method: 'POST', url: 'http://a/y' }),
      own('2026-11-21T06:57:25.000Z', 1, { status: '0', method: 'GET', url: 'http://a/x' }),
    ])
    const { points, countsFrom } = await readK6Points(file)
    expect(countsFrom).toBe('sending')
    expect(points).toMatchObject([
      { sentMs: 0, responseMs: 100, status: 200, isWrite: false, path: 'http://a/x', user: 2 },
      { sentMs: 350, responseMs: 250, status: 200, isWrite: true, path: 'http://a/y' },
      { sentMs: 599, status: 0 },
    ])
  })

  it('that a script notes win over those of k6', async () => {
    const file = stored('both.gz', [metric, own('2026-11-21T06:57:24.500Z', 1, { status: '200' }), noted])
    expect(await readK6Points(file)).toEqual({ points: [pointOf(noted)], countsFrom: 'intended start' })
  })

  it('in a cut or broken file are an error that names file and line', async () => {
    const lines = Array.from({ length: 2_000 }, (_, i) => noted.replace('412.872', String(i)))
    await expect(readK6Points(stored('cut.gz', lines, 200))).rejects.toThrow(
      /cut\.gz: cannot be read after line \d+/,
    )
    await expect(readK6Points(stored('broken.gz', [noted, '{"metric":"response_ms"']))).rejects.toThrow(
      'after line 2',
    )
  })
})
