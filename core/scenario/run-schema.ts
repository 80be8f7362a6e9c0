import { text } from '#core/schema/choice.ts'
import { listOf } from '#core/schema/list.ts'
import { count, ms } from '#core/schema/number.ts'
import { optional } from './optional-field.ts'

/** What every scenario has, whatever its model. */
export const run = {
  name: text({ meaning: 'short name, used in results' }),
  description: text({ default: '', meaning: 'what the scenario is for' }),
  seed: count({ max: 4_294_967_295, default: 1, meaning: 'where all random streams start' }),
  durationMs: ms({
    min: 1,
    max: 1e9,
    default: 60_000,
    meaning: 'simulated or real time of a run, with warm-up',
  }),
  warmUpMs: ms({ max: 1e9, default: 10_000, meaning: 'time from the start that is not measured' }),
  replications: count({ min: 1, max: 10_000, default: 10, meaning: 'independent runs' }),
  sloMs: optional(
    ms({
      min: 0.001,
      max: 1e9,
      meaning: 'service-level objective of a response: what is slower or fails is a miss, see sloMissRatio',
    }),
  ),
  objectives: listOf(text(), { default: [], meaning: "what must hold, such as 'p95 < 500 ms'" }),
}

/** Something must be left to measure. */
export const warmUpEnds = (s: { readonly warmUpMs: number; readonly durationMs: number }) =>
  s.warmUpMs >= s.durationMs
    ? [
        {
          field: 'warmUpMs' as const,
          allowed: `less than duration (${s.durationMs} ms)`,
          message: 'leaves nothing to measure',
        },
      ]
    : []
