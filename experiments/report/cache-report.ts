import { escaped } from './escaped.ts'
import { page, tableHtml } from './page.ts'
import { palette } from './palette.ts'
import { plotSvg, type Series } from './plot.ts'

/** What `cache` stores in `cache.json` and `curve.json`. */
export interface StoredCacheRow {
  readonly trace: string
  readonly policy: string
  readonly capacity: number
  readonly missRatio: number
  /** Where sizes count. */
  readonly byteMissRatio?: number
  readonly requestBytes?: number
  readonly requests?: number
  /** Of a curve. */
  readonly method?: string
  readonly sampleRatio?: number
}

/** The report of `cache`: miss ratios over the capacity, a picture and a table for each trace. */
export function cacheReport(rows: readonly StoredCacheRow[]): string {
  const traces = [...new Set(rows.map(({ trace }) => trace))]
  const isCurve = rows.some(({ method }) => method !== undefined)
  const title = `${isCurve ? 'Miss-ratio curves' : 'Miss ratios'}: ${traces.join(', ')}`
  return page(
    title,
    `<h1>${escaped(title)}</h1>${traces.map((trace) => traceHtml(rows.filter((row) => row.trace === trace))).join('')}`,
  )
}

function traceHtml(rows: readonly StoredCacheRow[]): string {
  const [first] = rows
  if (first === undefined) return ''
  const isSized = rows.some(({ requests, requestBytes }) => requests !== requestBytes)
  const drawn = [
    ...pictures(rows, 'miss ratio by requests', ({ missRatio }) => missRatio),
    ...(isSized ? pictures(rows, 'miss ratio by bytes', ({ byteMissRatio }) => byteMissRatio) : []),
  ]
  const alone = drawn.length === 1 ? ' style="max-width:640px"' : ''
  return `<h2>${escaped(first.trace)}</h2>${methods(rows)}<div class="grid2"${alone}>
${drawn.join('\n')}</div>
<div class="scroll">${table(rows)}</div>`
}

/** How the curves were made, each way once with its policies. */
function methods(rows: readonly StoredCacheRow[]): string {
  const policiesOf = new Map<string, Set<string>>()
  for (const { policy, method, sampleRatio = 1 } of rows) {
    if (method === undefined) continue
    const share = sampleRatio < 1 ? ` of ${Number((100 * sampleRatio).toPrecision(2))} % of the keys` : ''
    const policies = policiesOf.get(method + share) ?? new Set()
    policiesOf.set(method + share, policies.add(policy))
  }
  const texts = [...policiesOf].map(([way, policies]) => `${[...policies].join(', ')}: ${way}`)
  return texts.length === 0 ? '' : `<p class="soft">${escaped(texts.join('; '))}.</p>`
}

/** As many policies in one picture as there are colours; all pictures on the same scale. */
function pictures(
  rows: readonly StoredCacheRow[],
  title: string,
  ratioOf: (row: StoredCacheRow) => number | undefined,
): string[] {
  const shown = rows.filter((row) => ratioOf(row) !== undefined)
  const policies = [...new Set(shown.map(({ policy }) => policy))]
  const reach = { x: shown.map(({ capacity }) => capacity), y: shown.map((row) => ratioOf(row)!) }
  const { several } = palette
  return Array.from({ length: Math.ceil(policies.length / several.length) }, (_, index) => {
    const some = policies.slice(index * several.length, (index + 1) * several.length)
    const series = some.map((policy, at): Series => {
      const points = shown
        .filter((row) => row.policy === policy)
        .map((row) => ({ x: row.capacity, y: ratioOf(row)! }))
        .toSorted((a, b) => a.x - b.x)
      return { name: policy, colour: several[at]!, drawn: 'line', points }
    })
    return plotSvg({ title, x: 'capacity', y: 'miss ratio', series, reach, xScale: 'log', fromZero: true })
  })
}

function table(rows: readonly StoredCacheRow[]): string {
  const policies = [...new Set(rows.map(({ policy }) => policy))]
  const capacities = [...new Set(rows.map(({ capacity }) => capacity))].toSorted((a, b) => a - b)
  const ratios = new Map(rows.map(({ policy, capacity, missRatio }) => [`${policy} ${capacity}`, missRatio]))
  return tableHtml(
    ['capacity', ...policies],
    capacities.map((capacity) => [
      String(capacity),
      ...policies.map((policy) => ratios.get(`${policy} ${capacity}`)?.toFixed(4) ?? '-'),
    ]),
  )
}
