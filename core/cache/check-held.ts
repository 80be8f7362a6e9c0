import { invariant } from '#core/invariant.ts'
import type { Bytes } from '#core/units.ts'

/** What a bounded cache says of itself. */
interface Held {
  readonly count: number
  readonly usedBytes: Bytes
  readonly capacityCount: number
  /** 0 = unbounded. */
  readonly capacityBytes: Bytes
}

/** Re-derives count and bytes from the sizes of what is held, and compares them with what the cache says and may hold. */
export function checkHeld(
  { count, usedBytes, capacityCount, capacityBytes }: Held,
  sizes: readonly Bytes[],
): void {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  invariant(Math.abs(total - usedBytes) < 1e-6, `sizes add up to ${usedBytes}, found ${total}`)
  invariant(sizes.length === count, `${count} entries are held, found ${sizes.length}`)
  invariant(count <= capacityCount, `at most ${capacityCount} entries, found ${count}`)
  invariant(
    capacityBytes === 0 || usedBytes <= capacityBytes,
    `at most ${capacityBytes} bytes, found ${usedBytes}`,
  )
}
