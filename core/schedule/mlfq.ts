import { Fifo } from '#core/collections/fifo.ts'
import { policyFamily } from '#core/policy.ts'
import { count, ms } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'
import { requiredQuantum } from './quantum.ts'
import type { RunItem, Schedule, ScheduleContext } from './schedule.ts'

/**
 * Multi-level feedback queue: new work at the top; a quantum used up sends it one level down, where the quantum is twice as long; the
 * highest level that waits runs. From time to time everything goes back to the top, so nothing starves.
 *
 * Source      Corbato, Merwin-Daggett, Daley, AFIPS 1962; rules of Arpaci-Dusseau, Operating Systems: Three Easy Pieces, chapter 8
 * Parameters  levels; quantum: of the top level; boost: time between two returns to the top
 * State       a line a level; the level is the mark of the work
 * Cost        O(levels) a slice; a boost moves all that waits below the top, amortised O(n / boost)
 * Deviates    approximates least attained service; work without steps runs to its end at the top
 */
export const mlfq = policyFamily<ScheduleContext, Schedule>('schedule')(
  'mlfq',
  { source: 'Corbato, Merwin-Daggett, Daley 1962', cost: 'O(levels)' },
  {
    levels: count({ min: 1, max: 30, default: 6, meaning: 'lines' }),
    quantum: requiredQuantum(1),
    boost: ms({ min: 1, default: 1000, meaning: 'time between two returns of everything to the top' }),
  },
  (parameters) => {
    const lines = Array.from({ length: parameters.levels }, () => new Fifo<RunItem>())
    const quanta: Ms[] = lines.map(() => 0)
    for (let level = 0, length = parameters.quantum; level < lines.length; level++, length *= 2)
      quanta[level] = length
    let length = 0
    let boostAtMs = parameters.boost

    function boost(): void {
      for (let level = 1; level < lines.length; level++) {
        const line = lines[level]!
        for (let item = line.shift(); item !== undefined; item = line.shift()) {
          item.mark = 0
          lines[0]!.push(item)
        }
      }
    }

    return {
      push(item) {
        item.mark = 0
        lines[0]!.push(item)
        length++
      },
      pop(now) {
        if (length === 0) return undefined
        if (now >= boostAtMs) {
          boost()
          boostAtMs = now + parameters.boost
        }
        length--
        return lines.find((line) => line.length > 0)!.shift()
      },
      quantum: (item) => quanta[item.mark]!,
      yielded(item) {
        item.mark = Math.min(item.mark + 1, lines.length - 1)
        lines[item.mark]!.push(item)
        length++
      },
      finished: () => {},
      get length() {
        return length
      },
    }
  },
)
