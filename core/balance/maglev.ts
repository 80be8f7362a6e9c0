import { policyFamily } from '#core/policy.ts'
import { choice } from '#core/schema/choice.ts'
import type { Balance, BalanceContext } from './balance.ts'
import { crc32 } from './crc32.ts'
import { HealthyNodes } from './healthy-nodes.ts'
import { maglevTable } from './maglev-table.ts'
import { nodeNames } from './node-names.ts'

const sizes = { '251': 251, '5003': 5003, '65537': 65_537, '655373': 655_373 } as const

/**
 * Consistent hashing by a table in which all nodes have nearly the same number of places; a node that goes moves a few other keys, too.
 *
 * Source      Eisenbud et al., Maglev, NSDI 2016, section 3.4; size as in Envoy, maglev_lb.cc
 * Parameters  tableSize, a prime well above 100 times the nodes
 * Cost        O(1), a change of health O(size log size)
 * Deviates    offsets and skips from CRC-32 with a finaliser, Envoy takes xxHash64 with seeds 0 and 1; equal weights
 */
export const maglev = policyFamily<BalanceContext, Balance>('balance')(
  'maglev',
  { source: 'Eisenbud et al., NSDI 2016', cost: 'O(1)' },
  {
    tableSize: choice({
      values: ['251', '5003', '65537', '655373'],
      default: '65537',
      meaning: 'places of the table, a prime',
    }),
  },
  ({ tableSize }, context) => {
    const size = sizes[tableSize]
    const names = nodeNames(context)
    const healthy = new HealthyNodes(context)
    let owners = ownersOf(healthy.list)

    function ownersOf(nodes: readonly number[]): Int32Array {
      // In the order of their names, so that two gateways that list nodes differently have the same table.
      const sorted = [...nodes].sort((a, b) => (names[a]! < names[b]! ? -1 : 1))
      const places = sorted.map((node) => placesOf(names[node]!, size))
      return maglevTable(size, places).map((backend) => sorted[backend]!)
    }

    return {
      pick({ key } = { key: '', tenant: 0 }) {
        healthy.needOne()
        return owners[crc32(key) % size]!
      },
      finished() {},
      setHealthy(node, isHealthy) {
        healthy.set(node, isHealthy)
        if (healthy.count > 0) owners = ownersOf(healthy.list)
      },
    }
  },
)

/** Where a backend begins in the table and how far it steps. */
export const placesOf = (name: string, size: number): { offset: number; skip: number } => ({
  offset: mixed(crc32(name)) % size,
  skip: (mixed(crc32(name, 0x9e3779b9)) % (size - 1)) + 1,
})

/** The 32-bit finaliser of MurmurHash3 (Appleby, 2011): CRCs of names that differ in a digit are related, these are not. */
function mixed(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35)
  return (second ^ (second >>> 16)) >>> 0
}
