import type { Prefetch } from '#core/cache/prefetch.ts'
import { rarestKey } from '#core/collections/rarest-key.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'

/**
 * Association rules: keys that were asked for within a few requests of each other often enough, in either order, are loaded together.
 *
 * Source      Agrawal, Imielinski, Swami: Mining association rules between sets of items in large databases. SIGMOD 1993, section 2
 *             (support, confidence)
 * Parameters  window, requests that make a basket; supportMin, joint requests that make a rule; confidenceMin, their share of the
 *             requests for the key; degree; keys, partners: bounds of the tables, the key unused
 *             for longest and the rarest partner leave first
 * State       a count for each key and for each pair of neighbours
 * Cost        O(window + partners log partners)
 * Deviates    rules between single keys only, in a window that slides
 */
export const association = policyFamily<undefined, Prefetch>('prefetch')(
  'association',
  { source: 'Agrawal, Imielinski, Swami, SIGMOD 1993', cost: 'O(window + partners log partners)' },
  {
    window: count({ min: 1, max: 64, default: 4, meaning: 'requests that make a basket' }),
    supportMin: count({ min: 1, default: 3, meaning: 'joint requests that make a rule' }),
    confidenceMin: ratio({ default: 0.3, meaning: 'least share of joint requests' }),
    degree: count({ min: 1, max: 64, default: 4, meaning: 'keys that are loaded ahead at most' }),
    keys: count({ min: 1, default: 65_536, meaning: 'keys that are remembered' }),
    partners: count({ min: 1, max: 256, default: 32, meaning: 'partners that are remembered of each' }),
  },
  ({ window, supportMin, confidenceMin, degree, keys, partners }) => {
    interface Item {
      requests: number
      readonly joint: Map<number, number>
    }
    const items = new Map<number, Item>()
    const recent: number[] = []

    function itemOf(key: number): Item {
      const item = items.get(key) ?? { requests: 0, joint: new Map<number, number>() }
      items.delete(key)
      items.set(key, item)
      if (items.size > keys) items.delete(items.keys().next().value!)
      return item
    }

    function join(item: Item, partner: number): void {
      const before = item.joint.get(partner)
      if (before === undefined && item.joint.size >= partners) item.joint.delete(rarestKey(item.joint))
      item.joint.set(partner, (before ?? 0) + 1)
    }

    return {
      request(key) {
        const item = itemOf(key)
        item.requests++
        for (const one of new Set(recent)) {
          if (one === key) continue
          join(item, one)
          const other = items.get(one)
          if (other !== undefined) join(other, key)
        }
        recent.push(key)
        if (recent.length > window) recent.shift()
        return [...item.joint]
          .filter(([, times]) => times >= supportMin && times >= confidenceMin * item.requests)
          .toSorted(([a, timesOfA], [b, timesOfB]) => timesOfB - timesOfA || a - b)
          .slice(0, degree)
          .map(([one]) => one)
      },
    }
  },
)
