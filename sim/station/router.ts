import type { Random } from '#core/random.ts'
import type { NetworkScenario } from '#core/scenario.ts'
import { type Dispatcher, dispatcher } from './dispatch.ts'

/** Where a customer goes. Stations are numbered in the order of the scenario, those of one kind one after the other. */
export interface Router {
  /** The station where a customer starts. */
  start(): number
  /** The next station after this one, or -1 when the customer leaves. */
  after(index: number): number
  /** The station with this index has become empty. */
  emptied(index: number): void
}

/**
 * Series, routes by chance, or one of all by dispatch.
 *
 * Source: series and routes: Jackson, Operations Research 5, 1957.
 * Cost: O(routes of a station).
 */
export function routerOf(
  scenario: NetworkScenario,
  at: { countAt: (index: number) => number; random: Random },
): Router {
  const { dispatch, routing, stations } = scenario
  if (dispatch !== undefined) {
    const all = stations.reduce((sum, { count }) => sum + count, 0)
    return dispatched(dispatcher(dispatch, all, at))
  }
  if (routing.length > 0) return byChance(scenario, at.random)
  const last = stations.length - 1
  return { start: () => 0, after: (index) => (index === last ? -1 : index + 1), emptied: () => {} }
}

const dispatched = ({ choose, emptied }: Dispatcher): Router => ({ start: choose, after: () => -1, emptied })

function byChance({ stations, routing, entry }: NetworkScenario, random: Random): Router {
  const indexOf = new Map(stations.map(({ name }, index) => [name, index]))
  const routes = stations.map(({ name }) =>
    routing
      .filter(({ from }) => from === name)
      .map(({ to, probability }) => ({ to: indexOf.get(to)!, probability })),
  )
  const start = entry === '' ? 0 : indexOf.get(entry)!
  return {
    start: () => start,
    after: (index) => {
      const from = routes[index]!
      if (from.length === 0) return -1
      let left = random()
      for (const { to, probability } of from) {
        left -= probability
        if (left < 0) return to
      }
      return -1
    },
    emptied: () => {},
  }
}
