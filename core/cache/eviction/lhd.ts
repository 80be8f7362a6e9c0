import type { Eviction, EvictionContext } from '#core/cache/eviction.ts'
import { SlotNumbers } from '#core/collections/slot-numbers.ts'
import { SlotSample } from '#core/collections/slot-sample.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ratio } from '#core/schema/number.ts'
import { hitDensities } from './hit-densities.ts'

/** An entry is exempt from eviction with this chance, while the budget for such explorers lasts. */
const explorerChance = 1 / 32
/** After so many reconfigurations the densities are known well: no explorers any more, and full samples. */
const warmReconfigurations = 50
const samplesWhenCold = 8
/** Newcomers of low density that are always compared. */
const newcomersMax = 8
/** Weight of the past in the average density of victims. */
const decay = 0.9

/**
 * LHD: the entry of a sample with the least hit density leaves: expected hits for each unit of space and time that it will still
 * occupy, learned from the ages at which entries like it were hit or evicted.
 *
 * Source      Beckmann, Chen, Cidon: LHD: improving cache hit rate by maximizing hit density. NSDI 2018, sections 3 and 4
 * Parameters  samples; explorerRatio, share of the capacity for explorers; period, requests between two reconfigurations
 * State       time of last use and the last two ages at a hit of each resident; hits and evictions by class and age
 * Cost        hit O(1); evict O(samples); reconfiguration O(classes x ages)
 * Deviates    one application class
 */
export const lhd = policyFamily<EvictionContext, Eviction>('eviction')(
  'lhd',
  { source: 'Beckmann, Chen, Cidon, NSDI 2018', cost: 'O(samples)' },
  {
    samples: count({ min: 1, max: 4096, default: 32, meaning: 'entries that are compared at an eviction' }),
    explorerRatio: ratio({
      default: 0.01,
      meaning: 'share of the capacity for entries exempt from eviction',
    }),
    period: count({ min: 1, default: 1_048_576, meaning: 'requests between two reconfigurations' }),
  },
  ({ samples, explorerRatio, period }, { capacity, slots, sizeOf, hashOf, forget, random }) => {
    const densities = hitDensities()
    const residents = new SlotSample(slots)
    const lastUse = new SlotNumbers(slots)
    const classOf = new SlotNumbers(slots)
    const lastHitAge = new SlotNumbers(slots)
    const explorers = new SlotNumbers(slots)
    /** Keys that came in with a low density, by hash, and the slot of each while it is held: one that left and comes back is known. */
    const newcomers = new Int32Array(newcomersMax).fill(-1)
    const newcomerHashes = new Float64Array(newcomersMax).fill(Number.NaN)
    let newcomer = 0
    let explorerBudget = Math.floor(explorerRatio * capacity)
    let victimDensity = 0
    let reconfigurations = 0
    let now = 0

    const ageOf = (slot: number) => densities.ageOf(now - lastUse.get(slot))

    function density(slot: number): number {
      const hits = densities.density(classOf.get(slot), ageOf(slot)) / sizeOf(slot)
      return explorers.get(slot) === 0 ? hits : hits + 1
    }

    /** Tells whether the entry could have become an explorer by chance, whatever the budget. */
    function explore(slot: number): boolean {
      const isChosen = random() < explorerChance
      const isExplorer = isChosen && explorerBudget > 0 && reconfigurations < warmReconfigurations
      explorers.set(slot, isExplorer ? 1 : 0)
      if (isExplorer) explorerBudget -= sizeOf(slot)
      return isChosen
    }

    function returnBudget(slot: number): void {
      if (explorers.get(slot) === 1) explorerBudget += sizeOf(slot)
    }

    /** The slot will be another key's: what was said of it is no longer true. */
    function vacate(slot: number): void {
      returnBudget(slot)
      residents.remove(slot)
      for (let place = 0; place < newcomersMax; place++) if (newcomers[place] === slot) newcomers[place] = -1
    }

    function recall(slot: number, hash: number): void {
      for (let place = 0; place < newcomersMax; place++)
        if (newcomerHashes[place] === hash) newcomers[place] = slot
    }

    function suspect(slot: number, hash: number): void {
      const place = newcomer++ % newcomersMax
      newcomers[place] = slot
      newcomerHashes[place] = hash
    }

    function tick(): void {
      now++
      if (now % period !== 0) return
      densities.reconfigure({ entries: residents.count, isRescaling: isRescaling(reconfigurations) })
      reconfigurations++
    }

    /** The one of a sample, and of the suspicious newcomers, with the least density. */
    function leastDense(): number {
      let victim = -1
      let least = Infinity
      const compare = (slot: number) => {
        const value = density(slot)
        if (value >= least) return
        victim = slot
        least = value
      }
      const drawn = reconfigurations > warmReconfigurations ? samples : Math.min(samples, samplesWhenCold)
      for (let i = 0; i < drawn && residents.count > 0; i++) compare(residents.draw(random))
      for (const slot of newcomers) if (slot >= 0) compare(slot)
      if (least > -Infinity && victim >= 0) victimDensity = decay * victimDensity + (1 - decay) * least
      return victim
    }

    return {
      hit(slot) {
        const age = ageOf(slot)
        densities.hit(classOf.get(slot), age)
        returnBudget(slot)
        classOf.set(slot, densities.classOf(age + lastHitAge.get(slot)))
        lastHitAge.set(slot, age)
        lastUse.set(slot, now)
        explore(slot)
        tick()
      },
      insert(slot) {
        residents.add(slot)
        lastUse.set(slot, now)
        lastHitAge.set(slot, 0)
        classOf.set(slot, 0)
        const isChosen = explore(slot)
        const hash = hashOf(slot)
        recall(slot, hash)
        if (!isChosen && density(slot) < victimDensity) suspect(slot, hash)
        tick()
      },
      evict() {
        const victim = leastDense()
        if (victim < 0) return -1
        densities.evict(classOf.get(victim), ageOf(victim))
        vacate(victim)
        forget(victim)
        return victim
      },
      remove: vacate,
    }
  },
)

/** Ages are rescaled early in a run, twice: it matters only that few overflow. */
const isRescaling = (reconfigurations: number) => reconfigurations === 5 || reconfigurations === 25
