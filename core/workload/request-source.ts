import type { PageRequest } from '#core/flow/request.ts'
import { exp } from '#core/math/exp.ts'
import { log } from '#core/math/log.ts'
import { log1p } from '#core/math/log1p.ts'
import { cos } from '#core/math/sin-cos.ts'
import { sampler } from '#core/model/distribution.ts'
import { zipfSampler } from '#core/model/zipf.ts'
import { type Random, stream } from '#core/random.ts'
import type { Workload } from '#core/scenario.ts'
import type { Bytes, Ms } from '#core/units.ts'
import { curveGaps } from './rate-curve.ts'

/** What the users of a workload ask for and when, the same sequence in the simulator and in the load generator. */
export interface RequestSource {
  /** The next request, of a user; ids count from 0. */
  next(user?: number): PageRequest
  /** Closed workload: how long a user thinks before the next request. */
  thinkMs(): Ms
  /** Open workload: time to the next arrival. */
  interarrivalMs(): Ms
}

/**
 * Pages by Zipf popularity, a page's tenant fixed, query and kind drawn, users' think times and Poisson arrivals, whose rate may follow a
 * curve. A user may go on from the last page to the one after it instead. Each purpose has a stream of its own, so that changing the share
 * of writes leaves the sequence of pages as it was.
 *
 * Source: Breslau et al., INFOCOM 1999 (independent requests by Zipf's law); Brin, Page, WWW 1998, section 2.1.2 (a reader follows links
 *         and now and then begins anew elsewhere).
 * Cost: about 100 ns a request.
 */
export function requestSource(workload: Workload, seed: number, replication: number): RequestSource {
  const draw = (name: string) => stream(seed, `workload.${name}`, replication)
  const page = zipfSampler(workload.pages, workload.zipfExponent, draw('page'))
  const walk = walks(workload, draw('follow'))
  const query = draw('query')
  const kind = draw('kind')
  const arrival = draw('interarrival')
  const meanMs = 1000 / workload.ratePerSecond
  let id = 0
  return {
    next(user = 0) {
      const asked = walk(user, page())
      return {
        id: id++,
        kind: kind() < workload.writeRatio ? 'write' : 'read',
        tenant: pageTenant(asked, workload),
        page: asked,
        query: Math.floor(query() * workload.queries),
      }
    },
    thinkMs: sampler(workload.thinkTime, draw('think')),
    interarrivalMs:
      workload.rateCurve === undefined
        ? () => -meanMs * log(arrival())
        : curveGaps(workload.rateCurve, arrival),
  }
}

/** Where the next request of a user goes, given the page drawn for it. */
function walks({ followRatio = 0, pages, tenants }: Workload, random: Random) {
  if (followRatio === 0) return (_: number, drawn: number) => drawn
  const last = new Map<number, number>()
  return (user: number, drawn: number): number => {
    const from = last.get(user)
    const goesOn = random() < followRatio
    const asked = goesOn && from !== undefined ? (from + tenants) % pages : drawn
    last.set(user, asked)
    return asked
  }
}

/** The tenant that owns a page; popular pages are spread over all tenants. */
export const pageTenant = (page: number, workload: Workload): number => page % workload.tenants

/** Whether writes to the page must be in the shared cache before they are acknowledged. */
export const isStrongPage = (page: number, workload: Workload): boolean =>
  pageUniform(page, 'strong') < workload.strongRatio

/** Traits that a page has by its number alone, each with its own salt. */
const salts = {
  strong: 0x9e3779b9,
  size: 0x85ebca6b,
  sizeAngle: 0xc2b2ae35,
  gateway: 0x27d4eb2f,
  ttl: 0x165667b1,
}

/**
 * A number in (0, 1) that is fixed for a page and a trait, uniform over pages: both worlds agree on it without talking.
 *
 * Source: Appleby, MurmurHash3 (2011), the 32-bit finaliser.
 */
export function pageUniform(page: number, trait: keyof typeof salts): number {
  let h = (page + 1) ^ salts[trait]
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (((h ^ (h >>> 16)) >>> 0) + 0.5) / 4294967296
}

const SMALLEST_PAGE: Bytes = 256
const LARGEST_PAGE: Bytes = 1048576
const sizesOf = new WeakMap<Workload, Float64Array>()

/**
 * Size of a page, lognormal over pages with the workload's mean and coefficient of variation, fixed for the page.
 *
 * Source: Downey: Lognormal and Pareto distributions in the Internet. Computer Communications 28, 2005 (body of web file sizes).
 * Cost: computed once a page, then a look in a table.
 * Deviates: rounded to whole bytes and held in 256 B to 1 MiB.
 */
export function pageBytes(page: number, workload: Workload): Bytes {
  let sizes = sizesOf.get(workload)
  if (sizes === undefined) {
    sizes = new Float64Array(workload.pages)
    sizesOf.set(workload, sizes)
  }
  if (sizes[page] === 0) sizes[page] = drawnPageBytes(page, workload.pageSize)
  return sizes[page]!
}

function drawnPageBytes(page: number, { meanBytes, cv }: Workload['pageSize']): Bytes {
  const variance = log1p(cv * cv)
  const radius = Math.sqrt(-2 * log(pageUniform(page, 'size')))
  const normal = radius * cos(2 * Math.PI * pageUniform(page, 'sizeAngle'))
  const size = Math.round(meanBytes * exp(Math.sqrt(variance) * normal - variance / 2))
  return Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, size))
}
