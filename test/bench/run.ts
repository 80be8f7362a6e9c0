/** `npm run bench`: speeds as medians with spread and checksum, each beside named peers measured in the same run; then memory and growth. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { benchBalance } from './balance.ts'
import { benchReplayAlone, benchServedStore, benchStore } from './cache.ts'
import { benchControl, benchControlLoops } from './control.ts'
import { benchHold } from './hold.ts'
import { benchLogarithm } from './logarithm.ts'
import type { Figure } from './measure.ts'
import { benchMmc } from './mmc.ts'
import { findPeers } from './peers.ts'
import { benchRequestPath } from './request-path.ts'
import { benchSchedule } from './schedule.ts'

const millions = (value: number): string => `${(value / 1e6).toFixed(3)} M`

function print(figures: readonly Figure[]): void {
  for (const { name, unit, perSecondMedian, spreadRatio, checksum } of figures)
    console.log(
      `${name.padEnd(34)} ${millions(perSecondMedian).padStart(10)} ${unit.padEnd(11)} spread ${(spreadRatio * 100).toFixed(0)} %  checksum ${checksum}`,
    )
}

/** The first of the figures are ours, the others peers: each of ours over each peer. */
function printRatios(figures: readonly Figure[], ours = 1): void {
  print(figures)
  for (const own of figures.slice(0, ours))
    for (const peer of figures.slice(ours))
      console.log(`  ${own.name} / ${peer.name}: ${(own.perSecondMedian / peer.perSecondMedian).toFixed(2)}`)
  console.log()
}

interface Memory {
  readonly bytesEach: number
  readonly checksum: number
  readonly eventsPerSecond?: number
}

function memoryOf(kind: 'entries' | 'events' | 'flows' | 'users', count: number): Memory {
  const script = fileURLToPath(new URL('./memory.ts', import.meta.url))
  const options = ['--expose-gc', '--max-old-space-size=6000', script, kind, String(count)]
  return JSON.parse(execFileSync(process.execPath, options, { encoding: 'utf8' })) as Memory
}

const peers = await findPeers()
for (const reason of peers.skipped) console.log(`skipped: ${reason}`)
for (const pending of [1_000, 100_000, 1_000_000]) printRatios(benchHold(pending, 4_000_000, 3, peers))
for (const servers of [1, 16]) printRatios(benchMmc({ servers, customers: 1_000_000 }, 3, peers), 2)
printRatios(benchLogarithm(5_000_000, 5))
printRatios(benchStore({ keys: 1_000_000, requests: 5_000_000, capacity: 100_000 }, 3))
printRatios(benchServedStore({ keys: 1_000_000, requests: 3_000_000, capacity: 100_000 }, 3), 2)
for (const policy of [
  'lru',
  'sieve',
  's3-fifo',
  'lfu',
  'arc',
  'two-q',
  'lirs',
  'w-tinylfu',
  'gdsf',
  'belady',
])
  printRatios(benchReplayAlone(policy, { keys: 1_000_000, requests: 20_000_000, capacity: 100_000 }, 3))

print(benchBalance(1_000, 200_000, 3))
print(benchControl(100_000, 3))
printRatios(benchControlLoops(10_000, 30, 3))
print(benchSchedule(10_000, 300_000, 3))

const { figures, wallSeconds, rssMegabytes } = benchRequestPath(10_000, 60)
print(figures)
console.log(
  `  10,000 users for 60 virtual seconds: ${wallSeconds.toFixed(1)} s on one core, process of ${rssMegabytes.toFixed(0)} MB\n`,
)

for (const kind of ['entries', 'events', 'flows'] as const) {
  const { bytesEach, checksum } = memoryOf(kind, 1_000_000)
  console.log(`memory, a million ${kind}: ${bytesEach.toFixed(0)} bytes each, checksum ${checksum}`)
}
for (const users of [1_000, 10_000, 100_000, 1_000_000]) {
  const { bytesEach, eventsPerSecond, checksum } = memoryOf('users', users)
  const gigabytes = ((bytesEach * users) / 1e9).toFixed(2)
  console.log(
    `growth, ${users} users: ${millions(eventsPerSecond!)} events/s, process of ${gigabytes} GB, checksum ${checksum}`,
  )
}
for (const nodes of [1, 10, 100, 1_000, 10_000]) {
  // The same load on each node, so that only their number differs.
  const { figures: grown } = benchRequestPath(nodes * 20 + 100, 10, [`nodes.count=${nodes}`])
  print(grown.slice(1))
}
