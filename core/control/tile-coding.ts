import { TandemError } from '#core/errors.ts'
import type { Feature } from './action.ts'

export interface TileCoding {
  /** How many tiles there are in all: the length of a list of weights. */
  readonly size: number
  /** How many tiles are active at a time, one a tiling. */
  readonly tilings: number
  /** The active tiles of an observation, written into `out`. */
  active(observation: ArrayLike<number>, out: Int32Array): void
}

const sizeMax = 1 << 20

/**
 * Several grids over the observed ranges, each moved a little: an observation activates one tile of each grid, so that near
 * observations share most of their tiles.
 *
 * Source      Sutton, Barto, Reinforcement Learning, 2nd ed. 2018, section 9.5.4; displacement by odd numbers: Miller, Glanz 1996
 * Parameters  tilings (grids) >= 1, a power of two spreads best; tiles a feature and grid >= 1
 * Cost        O(tilings · features)
 * Errors      ConfigInvalid: more than a million tiles, an empty range
 * Deviates    indexed directly, not hashed, so nothing collides; outside its range a feature counts as at the end, not a number as low
 */
export function tileCoding(
  features: readonly Feature[],
  { tilings, tiles }: { readonly tilings: number; readonly tiles: number },
): TileCoding {
  for (const { name, low, high } of features)
    if (!(low < high))
      throw new TandemError(
        'ConfigInvalid',
        `feature ${name}: expected low below high, found ${low} and ${high}`,
      )
  const cells = tiles + 1
  let size = tilings
  for (const _ of features) size *= cells
  if (size > sizeMax)
    throw new TandemError(
      'ConfigInvalid',
      `${features.length} features with ${tiles} tiles in ${tilings} tilings need ${size} weights (allowed: at most ${sizeMax})`,
    )
  return {
    size,
    tilings,
    active(observation, out) {
      for (let tiling = 0; tiling < tilings; tiling++) {
        let tile = tiling
        for (let dimension = 0; dimension < features.length; dimension++) {
          const offset = ((tiling * (2 * dimension + 1)) % tilings) / tilings
          tile =
            tile * cells + Math.floor(place(observation[dimension]!, features[dimension]!) * tiles + offset)
        }
        out[tiling] = tile
      }
    },
  }
}

/** 0 at the low end, 1 at the high end. */
function place(value: number, { low, high }: Feature): number {
  if (!(value > low)) return 0
  return value >= high ? 1 : (value - low) / (high - low)
}
