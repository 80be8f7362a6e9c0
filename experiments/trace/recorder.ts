import { hash } from 'node:crypto'
import { TandemError } from '#core/errors.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { column, type Numbers } from './column.ts'
import type { LoggedRequest } from './format.ts'
import { numbering } from './numbering.ts'

/** What is kept of a log: 16 bytes a request, about 60 a page, no address and no page name. */
export interface Trace {
  readonly requests: number
  /** Ascending. */
  readonly atMs: Float64Array
  /** Number of the client of each request, `nobody` where the log does not tell. */
  readonly client: Uint32Array
  readonly clients: number
  /** NaN where the log does not tell. */
  readonly responseMs: Float32Array
  readonly pages: TracePages
  readonly reads: number
  readonly writes: number
  /** How many answers of each class; index 0: no answer, 5: 5xx. */
  readonly statusClasses: readonly number[]
  /** Bytes of all answers that tell their size. */
  readonly bytes: { readonly sum: Bytes; readonly count: number }
  readonly disorder: { readonly count: number; readonly largestMs: Ms }
}

/** One entry a page, in the order of their first requests. */
export interface TracePages {
  /** Salted hash of its name. */
  readonly hash: Float64Array
  readonly requests: Uint32Array
  /** Answers with the whole page: reads with status 200. */
  readonly wholeAnswers: Uint32Array
  /** Bytes of all of them. */
  readonly wholeBytes: Float64Array
}

export const nobody = 0xffffffff

export type PageKey = 'path' | 'url'

/** Bounds memory at about half a gigabyte. */
const requestsMax = 10_000_000

/**
 * Collects requests; names of pages and clients are replaced at once by hashes with a salt that nobody keeps.
 *
 * Source      hash: FIPS 180-4 (SHA-256), the first 52 bits; a million names collide with probability 1e-4
 * Parameters  salt of at least 16 random bytes, dropped after the run; key: a page is told by its path alone or with its query
 * Cost        about 3 us a request
 * Errors      ConfigInvalid beyond ten million requests
 */
export function recorder({ salt, key }: { salt: string; key: PageKey }) {
  const atMs = column(Float64Array)
  const client = column(Uint32Array)
  const responseMs = column(Float32Array)
  const clients = numbering()
  const pages = numbering()
  const page = {
    requests: column(Uint32Array),
    wholeAnswers: column(Uint32Array),
    wholeBytes: column(Float64Array),
  }
  const statusClasses = [0, 0, 0, 0, 0, 0]
  const bytes = { sum: 0, count: 0 }
  const disorder = { count: 0, largestMs: 0 }
  let lastMs = -Infinity
  let reads = 0
  let writes = 0
  const anonymous = (name: string) => Number.parseInt(hash('sha256', salt + name).slice(0, 13), 16)

  function pageOf(url: string): number {
    const cut = key === 'path' ? url.search(/[?#]/) : -1
    const number = pages.numberOf(anonymous(cut < 0 ? url : url.slice(0, cut)))
    if (number === page.requests.length())
      for (const counted of [page.requests, page.wholeAnswers, page.wholeBytes]) counted.push(0)
    return number
  }

  function add(request: LoggedRequest): void {
    if (atMs.length() >= requestsMax)
      throw new TandemError('ConfigInvalid', `more than ${requestsMax} requests; import a shorter part`)
    if (request.atMs < lastMs) {
      disorder.count++
      disorder.largestMs = Math.max(disorder.largestMs, lastMs - request.atMs)
    }
    lastMs = request.atMs
    atMs.push(request.atMs)
    client.push(request.client === undefined ? nobody : clients.numberOf(anonymous(request.client)))
    responseMs.push(request.responseMs ?? Number.NaN)
    if (request.isWrite === true) writes++
    if (request.isWrite === false) reads++
    const { status, bytes: size } = request
    if (status !== undefined) statusClasses[Math.min(5, Math.floor(status / 100))]!++
    if (size !== undefined) {
      bytes.sum += size
      bytes.count++
    }
    if (request.url === undefined) return
    const asked = pageOf(request.url)
    page.requests.increase(asked, 1)
    if (size === undefined || size === 0 || request.isWrite === true || (status ?? 200) !== 200) return
    page.wholeAnswers.increase(asked, 1)
    page.wholeBytes.increase(asked, size)
  }

  function finish(): Trace {
    const order = disorder.count === 0 ? undefined : ascendingOrder(atMs.values())
    return {
      requests: atMs.length(),
      atMs: ordered(atMs.values(), order),
      client: ordered(client.values(), order),
      clients: clients.keys().length,
      responseMs: ordered(responseMs.values(), order),
      pages: {
        hash: pages.keys(),
        requests: page.requests.values(),
        wholeAnswers: page.wholeAnswers.values(),
        wholeBytes: page.wholeBytes.values(),
      },
      reads,
      writes,
      statusClasses,
      bytes,
      disorder,
    }
  }

  return { add, finish }
}

/** Requests of one time stay in the order of the file. */
const ascendingOrder = (atMs: Float64Array): Uint32Array =>
  Uint32Array.from(atMs.keys()).sort((a, b) => atMs[a]! - atMs[b]! || a - b)

function ordered<T extends Numbers>(values: T, order: Uint32Array | undefined): T {
  if (order === undefined) return values
  const sorted = values.slice() as T
  for (let index = 0; index < order.length; index++) sorted[index] = values[order[index]!]!
  return sorted
}
