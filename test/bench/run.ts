/** `npm run bench`: speeds as medians with spread and checksum, each beside a named peer measured in the same run. */
import { benchCache } from './cache.ts'
import { benchHold } from './hold.ts'
import type { Figure } from './measure.ts'
import { benchRequestPath } from './request-path.ts'

const millions = (value: number): string => `${(value / 1e6).toFixed(3)} M`

function print(figures: readonly Figure[]): void {
  for (const { name, unit, perSecondMedian, spreadRatio, checksum } of figures)
    console.log(
      `${name.padEnd(32)} ${millions(perSecondMedian).padStart(10)} ${unit.padEnd(11)} spread ${(spreadRatio * 100).toFixed(0)} %  checksum ${checksum}`,
    )
}

function printPair([ours, peer]: readonly Figure[]): void {
  print([ours!, peer!])
  console.log(
    `  ratio ${ours!.name} / ${peer!.name}: ${(ours!.perSecondMedian / peer!.perSecondMedian).toFixed(2)}\n`,
  )
}

for (const pending of [1_000, 100_000, 1_000_000]) printPair(benchHold(pending, 1_000_000, 5))
printPair(benchCache(1_000_000, 5_000_000, 3))
const { figures, wallSeconds, rssMegabytes } = benchRequestPath(10_000, 60)
print(figures)
console.log(
  `  10,000 users for 60 virtual seconds: ${wallSeconds.toFixed(1)} s on one core, process of ${rssMegabytes.toFixed(0)} MB`,
)
