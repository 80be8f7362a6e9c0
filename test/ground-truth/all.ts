/** `npm run test:ground-truth`: every row, with its distance; exit status 1 when one is too far away. */
import { compare, isKnown } from './compare.ts'
import { readTruths } from './rows.ts'

const truths = [...readTruths('cache-unit.tsv'), ...readTruths('cache-bytes.tsv')]
const verdicts = truths.filter(isKnown).map((truth) => {
  const { misses, ratioDifference, exception, verdict } = compare(truth)
  console.log(
    [
      verdict.padEnd(6),
      truth.trace.padEnd(17),
      truth.policy.padEnd(20),
      String(truth.capacity).padStart(10),
      String(Math.round(truth.misses)).padStart(8),
      String(Math.round(misses)).padStart(8),
      ratioDifference.toFixed(5).padStart(9),
      exception?.reason ?? '',
    ].join('  '),
  )
  return verdict
})
const count = (name: string) => verdicts.filter((verdict) => verdict === name).length
console.log(
  `${verdicts.length} of ${truths.length} rows compared: ${count('equal')} equal, ${count('within')} within what was asked for, ${count('fault')} outside for a fault of the other program, ${count('away')} away`,
)
process.exitCode = count('away') === 0 ? 0 : 1
