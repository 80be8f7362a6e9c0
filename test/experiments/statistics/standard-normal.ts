import { log } from '#core/math/log.ts'
import { cos } from '#core/math/sin-cos.ts'
import type { Random } from '#core/random.ts'

/** A standard normal draw (Box and Muller 1958). */
export const standardNormal = (random: Random): number =>
  Math.sqrt(-2 * log(random())) * cos(2 * Math.PI * random())
