import { hash } from 'node:crypto'
import { TandemError } from '#core/errors.ts'
import type { Bytes, Ms } from '#core/units.ts'
import type { LoggedRequest } from './format.ts'

/** What is kept of a log: 16 bytes a request, 32 a page, no address and no page name. */
export interface Trace {
  readonly requests: number
  /** Ascending. */
  readonly atMs: Float64Array
  /** Number of the client of each request, `nobody` where the log does not tell. */
  readonly client: Uint32Array
  readonly clients: number
  /** NaN where the log does not tell. */
  readonly responseMs: Float32Array
  readonly pages: readonly TracePage[]
  readonly reads: number
  readonly writes: number
  /** How many answers of each class; index 0: no answer, 5: 5xx. */
  readonly statusClasses: readonly number[]
  /** Bytes of all answers that tell their size. */
  readonly bytes: { readonly sum: Bytes; readonly count: number }
  readonly disorder: { readonly count: number; readonly largestMs: Ms }
}

export interface TracePage {
  /** Salted hash of its name. */
  readonly hash: number
  requests: number
  /** Answers with the whole page: reads with status 200. */
  wholeAnswers: number
  wholeBytes: Bytes
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
  const clients = new Map<number, number>()
  const pages = new Map<number, TracePage>()
  const statusClasses = [0, 0, 0, 0, 0, 0]
  const bytes = { sum: 0, count: 0 }
  const disorder = { count: 0, largestMs: 0 }
  let lastMs = -Infinity
  let reads = 0
  let writes = 0
  const anonymous = (name: string) => Number.parseInt(hash('sha256', salt + name).slice(0, 13), 16)

  function numberOf(name: string): number {
    const hashed = anonymous(name)
    const known = clients.get(hashed)
    if (known !== undefined) return known
    clients.set(hashed, clients.size)
    return clients.size - 1
  }

  function pageOf(url: string): TracePage {
    const cut = key === 'path' ? url.search(/[?#]/) : -1
    const hashed = anonymous(cut < 0 ? url : url.slice(0, cut))
    let page = pages.get(hashed)
    if (page === undefined) {
      page = { hash: hashed, requests: 0, wholeAnswers: 0, wholeBytes: 0 }
      pages.set(hashed, page)
    }
    return page
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
    client.push(request.client === undefined ? nobody : numberOf(request.client))
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
    const page = pageOf(request.url)
    page.requests++
    if (size === undefined || size === 0 || request.isWrite === true || (status ?? 200) !== 200) return
    page.wholeAnswers++
    page.wholeBytes += size
  }

  function finish(): Trace {
    const order = disorder.count === 0 ? undefined : ascendingOrder(atMs.values())
    return {
      requests: atMs.length(),
      atMs: ordered(atMs.values(), order),
      client: ordered(client.values(), order),
      clients: clients.size,
      responseMs: ordered(responseMs.values(), order),
      pages: [...pages.values()],
      reads,
      writes,
      statusClasses,
      bytes,
      disorder,
    }
  }

  return { add, finish }
}

type Numbers = Float64Array | Float32Array | Uint32Array

/** A list of numbers that doubles when it is full. */
function column<T extends Numbers>(create: new (length: number) => T) {
  let held = new create(1024)
  let length = 0
  return {
    push(value: number): void {
      if (length === held.length) {
        const larger = new create(2 * length)
        larger.set(held)
        held = larger
      }
      held[length++] = value
    },
    length: () => length,
    values: () => held.subarray(0, length) as T,
  }
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
