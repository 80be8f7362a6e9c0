/**
 * After a page was served, loads the pages that are expected next in the background, fragment by fragment, as long as the node has time
 * for it: the bound on its utilisation is asked before each fragment, so that loading ahead never takes the processor from requests for
 * long.
 *
 * Source  Padmanabhan, Mogul: Using predictive prefetching to improve World Wide Web latency. ACM CCR 26(3), 1996 (pages, with a
 *         threshold); Srinath et al., HPCA 2007 (what it costs is booked)
 */
import { type Flow, start } from '#core/flow/effect.ts'
import type { AppNode } from '#core/flow/node.ts'
import type { PageRequest } from '#core/flow/request.ts'
import { slotBytes } from '#core/render/partition.ts'
import { pageBytes, pageTenant } from '#core/workload/request-source.ts'
import { loadBeside } from './refresh.ts'

export function* loadAhead(node: AppNode, { page }: PageRequest): Flow<void> {
  const { clock, prefetcher, scenario, tiers } = node
  const { pages } = scenario.workload
  const isHeld = (one: number) =>
    tiers.holds(
      { tenant: pageTenant(one, scenario.workload), key: one * scenario.render.shardsMax },
      clock.now,
    )
  const guesses = prefetcher?.pagesAfter(page, clock.now, isHeld) ?? []
  const next = guesses.filter((one) => one >= 0 && one < pages)
  if (next.length > 0 && hasTime(node)) yield* start(loadPages(node, next))
}

function* loadPages(node: AppNode, pages: readonly number[]): Flow<void> {
  const { counters, clock, flights, scenario, tiers } = node
  const { life } = node
  const slots = scenario.render.shardsMax
  for (const page of pages) {
    const tenant = pageTenant(page, scenario.workload)
    const sizeBytes = slotBytes(scenario.render, pageBytes(page, scenario.workload))
    for (let slot = 0; slot < slots; slot++) {
      const key = { tenant, key: page * slots + slot }
      if (tiers.holds(key, clock.now) || flights.join(key.key) !== undefined) continue
      if (!hasTime(node) || node.life !== life) return
      counters.prefetches++
      yield* loadBeside(node, { key, sizeBytes, endsAt: clock.now, isAhead: true })
    }
  }
}

const hasTime = ({ runQueue, scenario }: AppNode): boolean =>
  runQueue.utilisation() < scenario.cache.prefetchBelowUtilisation
