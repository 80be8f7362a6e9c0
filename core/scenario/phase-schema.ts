import { text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { ms } from '#core/schema/number.ts'
import { record } from '#core/schema/record.ts'

/** A part of the run whose goodput is a metric of its own, `throughputPerSecond.` and its name. */
const phase = record({
  name: text({ meaning: 'name of a part of the run' }),
  atMs: ms({ max: 1e9, meaning: 'when it begins, in time of the run with its warm-up' }),
  forMs: ms({ min: 1000, max: 1e9, meaning: 'how long it lasts; whole seconds inside it count' }),
})

export const phases = listOf(phase, {
  default: [],
  meaning: 'parts of the run whose goodput is measured apart, such as before, during and after a fault',
})
