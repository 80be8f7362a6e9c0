import type { Random } from '#core/random.ts'
import type { FaultsConfig } from '#core/scenario/fault-schema.ts'
import type { Ms } from '#core/units.ts'

/** When the copies of one message arrive, each after its own delay: none when it is lost, two when it is duplicated. */
export function deliveries(
  { lostRatio, duplicatedRatio, lateRatio, lateMsMax }: FaultsConfig['messages'],
  random: Random,
  delayMs: () => Ms,
): Ms[] {
  if (random() < lostRatio) return []
  const one = () => delayMs() + (random() < lateRatio ? random() * lateMsMax : 0)
  return random() < duplicatedRatio ? [one(), one()] : [one()]
}
