import { ms } from '#core/schema/number.ts'
import type { Ms } from '#core/units.ts'

/** Schema of the quantum of a policy that can do without: 0 lets each task run to its end. */
export const quantum = (meaning = 'how long a task runs before more urgent ones are let in; 0: to its end') =>
  ms({ min: 0, max: 1e6, default: 0, meaning })

/** Schema of the quantum of a policy that is nothing without one. */
export const requiredQuantum = (standard: Ms) =>
  ms({ min: 0.001, max: 1e6, default: standard, meaning: 'how long a task runs before the next one does' })

/** The quantum as the run queue wants it. */
export const quantumMs = (parameter: Ms): Ms => (parameter === 0 ? Number.POSITIVE_INFINITY : parameter)
