const classes = 16
const ages = 20_000
const oldest = ages - 1
/** What a count is worth after one reconfiguration. */
const decay = 0.9
/** Ages may overflow when more entries are held than this share of the ages allows. */
const coarseningError = 0.01

/** Hits and evictions by class and age, and the hit density that follows from them. */
export interface HitDensities {
  /** The coarse age after `requests` without a use. */
  ageOf(requests: number): number
  /** The class of an entry whose last two ages at a hit add up to this: 0 the oldest, 15 the youngest. */
  classOf(ageSum: number): number
  density(kind: number, age: number): number
  hit(kind: number, age: number): void
  evict(kind: number, age: number): void
  /** Lets counts fade, rescales ages if told, and computes the densities anew. */
  reconfigure(state: { readonly entries: number; readonly isRescaling: boolean }): void
}

/**
 * The model of LHD: density of class c at age a = hits at ages from a on / sum over these ages of the time still to be spent.
 *
 * Source  Beckmann, Chen, Cidon, NSDI 2018, section 3.2 (hit density of an object conditioned on its age), section 4.2 (classes by
 *         the logarithm of the last two ages), section 4.3 (age coarsening)
 *         Before the first reconfiguration the density falls with the age and is at most twice as high in the youngest class.
 * Shape   hits, evictions, density: Float32Array[16 classes x 20,000 ages]
 * Cost    reconfiguration O(classes x ages), else O(1)
 */
export function hitDensities(): HitDensities {
  const hits = new Float32Array(classes * ages)
  const evictions = new Float32Array(classes * ages)
  const densities = new Float32Array(classes * ages)
  let shift = 10
  let entriesSum = 0
  let entriesMass = 0
  for (let kind = 0; kind < classes; kind++)
    for (let age = 0; age < ages; age++) densities[kind * ages + age] = (kind + classes + 1) / (age + 1)

  function model(kind: number): void {
    const at = kind * ages
    let events = hits[at + oldest]! + evictions[at + oldest]!
    let hitsFrom = hits[at + oldest]!
    let lifetime = events
    for (let age = oldest - 1; age >= 0; age--) {
      hitsFrom += hits[at + age]!
      events += hits[at + age]! + evictions[at + age]!
      lifetime += events
      densities[at + age] = events > 1e-5 ? hitsFrom / lifetime : 0
    }
  }

  function rescale(entries: number): void {
    let wanted = 1
    while (1 << wanted < entries / (coarseningError * ages)) wanted++
    const change = wanted - shift
    shift = wanted
    for (const counts of [hits, evictions])
      for (let kind = 0; kind < classes; kind++) {
        const row = counts.subarray(kind * ages, (kind + 1) * ages)
        if (change < 0) stretch(row, -change)
        else if (change > 0) compress(row, change)
      }
  }

  return {
    ageOf: (requests) => Math.min(oldest, Math.floor(requests / (1 << shift))),
    classOf(ageSum) {
      if (ageSum === 0) return classes - 1
      let kind = 0
      for (let sum = ageSum; sum < ages && kind < classes - 1; sum *= 2) kind++
      return kind
    },
    density: (kind, age) => (age === oldest ? -Infinity : densities[kind * ages + age]!),
    hit: (kind, age) => {
      hits[kind * ages + age]!++
    },
    evict: (kind, age) => {
      evictions[kind * ages + age]!++
    },
    reconfigure({ entries, isRescaling }) {
      for (let i = 0; i < hits.length; i++) {
        hits[i]! *= decay
        evictions[i]! *= decay
      }
      entriesSum = decay * entriesSum + entries
      entriesMass = decay * entriesMass + 1
      if (isRescaling) {
        rescale(entriesSum / entriesMass)
        entriesSum *= 8
        entriesMass *= 8
      }
      for (let kind = 0; kind < classes; kind++) model(kind)
    },
  }
}

/** Spreads each count over 2^bits finer ages; those beyond the last go to the last. */
function stretch(row: Float32Array, bits: number): void {
  for (let age = ages >> bits; age < oldest; age++) row[oldest]! += row[age]!
  for (let age = oldest - 1; age >= 0; age--) row[age] = row[age >> bits]! / (1 << bits)
}

/** Adds up 2^bits ages each. */
function compress(row: Float32Array, bits: number): void {
  for (let age = 0; age < ages >> bits; age++) {
    let sum = 0
    for (let i = 0; i < 1 << bits; i++) sum += row[(age << bits) + i]!
    row[age] = sum
  }
  row.fill(0, ages >> bits, oldest)
}
