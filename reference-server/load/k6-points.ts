import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { TandemError } from '#core/errors.ts'
import type { Ms } from '#core/units.ts'
import type { LoadPoint } from './points.ts'

interface K6Line {
  readonly type: string
  readonly metric: string
  readonly data: {
    readonly time: string
    readonly value: number
    readonly tags: Readonly<Record<string, string>>
    readonly metadata?: Readonly<Record<string, string>>
  }
}

/** What k6 measured, and from when its response times count. */
export interface K6Points {
  readonly points: readonly LoadPoint[]
  readonly countsFrom: 'intended start' | 'sending'
}

/**
 * Raw points of k6: those that the generated script notes, with the intended start; of a script that notes none, k6's own, which count
 * from the sending.
 *
 * Errors  InputMissing: cut or broken, naming the line
 */
export async function readK6Points(file: string): Promise<K6Points> {
  const noted: LoadPoint[] = []
  const own: K6Line['data'][] = []
  let line = 0
  try {
    for await (const text of createInterface({ input: createReadStream(file).pipe(createGunzip()) })) {
      line++
      if (text.includes('"response_ms"')) {
        const point = pointOf(text)
        if (point !== undefined) noted.push(point)
      } else if (noted.length === 0 && text.includes('"http_req_duration"')) {
        const { type, data } = JSON.parse(text) as K6Line
        if (type === 'Point') own.push(data)
      }
    }
  } catch (error) {
    throw new TandemError(
      'InputMissing',
      `${file}: cannot be read after line ${line}: ${(error as Error).message}`,
    )
  }
  return noted.length > 0
    ? { points: noted, countsFrom: 'intended start' }
    : { points: ownPoints(own), countsFrom: 'sending' }
}

/** One line of k6's JSON output as a point; undefined for another type of line, and for a point that does not say when it was sent. */
export function pointOf(line: string): LoadPoint | undefined {
  const { type, data } = JSON.parse(line) as K6Line
  if (type !== 'Point' || data.metadata?.sent === undefined) return undefined
  const { value, tags, metadata } = data
  return {
    sentMs: Number(metadata.sent),
    responseMs: value,
    latenessMs: Number(metadata.late),
    status: Number(tags.code),
    cache: tags.cache ?? '',
    isWrite: tags.write === 'true',
    ...(metadata.path !== undefined && { path: metadata.path }),
    ...(metadata.vu !== undefined && { user: Number(metadata.vu) }),
  }
}

const methodsThatRead = ['GET', 'HEAD', 'OPTIONS']

/** k6 dates a request by its end; the first sending is the start of the test. */
function ownPoints(data: readonly K6Line['data'][]): LoadPoint[] {
  const sent = data.map(({ time, value }): Ms => Date.parse(time) - value)
  const startMs = sent.reduce((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY)
  return data.map(({ value, tags, metadata = {} }, index) => ({
    sentMs: sent[index]! - startMs,
    responseMs: value,
    latenessMs: 0,
    status: okStatus(Number(tags.status)),
    cache: '',
    isWrite: !methodsThatRead.includes(tags.method ?? 'GET'),
    ...(tags.url !== undefined && { path: tags.url }),
    ...(metadata.vu !== undefined && { user: Number(metadata.vu) }),
  }))
}

/** A script may ask for what answers with another success or with a redirection: that is an answer, too. */
const okStatus = (status: number): number => (status >= 200 && status < 400 ? 200 : status || 0)
