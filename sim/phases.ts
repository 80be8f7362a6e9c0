import type { Phase } from '#core/scenario.ts'
import type { Ms } from '#core/units.ts'

/**
 * Goodput of the named parts of a run: the mean of the samples that lie wholly in each, NaN where none does.
 *
 * Parameters  throughput: requests/s, one sample a second; firstMs: when the first of them ended
 */
export function phaseMetrics(
  phases: readonly Phase[],
  throughput: readonly number[],
  firstMs: Ms,
): Record<string, { value: number; unit: string }> {
  return Object.fromEntries(
    phases.map(({ name, atMs, forMs }) => {
      const inside = throughput.filter((_, index) => {
        const endsMs = firstMs + 1000 * index
        return endsMs - 1000 >= atMs && endsMs <= atMs + forMs
      })
      const sum = inside.reduce((total, value) => total + value, 0)
      return [`throughputPerSecond.${name}`, { value: sum / inside.length, unit: 'requests/s' }]
    }),
  )
}
