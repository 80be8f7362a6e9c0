/** `npm run test:ground-truth`: every row, with its distance; exit status 1 when one is too far away. */
import { compare, isKnown } from './compare.ts'
import { readTruths } from './rows.ts'

const truths = [...readTruths('cache-unit.tsv'), ...readTruths('cache-bytes.tsv')]
const compared = truths.filter(isKnown).map((truth) => {
  const found = compare(truth)
  const { misses, ratioDifference, exception, isWithin } = found
  const near = exception?.isOpen ? 'open  ' : 'within'
  const verdict = isWithin ? (misses === truth.misses ? 'equal ' : near) : 'AWAY  '
  console.log(
    [
      verdict,
      truth.trace.padEnd(17),
      truth.policy.padEnd(20),
      String(truth.capacity).padStart(10),
      String(Math.round(truth.misses)).padStart(8),
      String(Math.round(misses)).padStart(8),
      ratioDifference.toFixed(5).padStart(9),
      exception?.reason ?? '',
    ].join('  '),
  )
  return found
})
const away = compared.filter(({ isWithin }) => !isWithin).length
const excepted = compared.filter(({ exception }) => exception !== undefined).length
console.log(
  `${compared.length} of ${truths.length} compared: ${compared.length - away} within, ${excepted} of them exceptions; ${away} away`,
)
process.exitCode = away === 0 ? 0 : 1
