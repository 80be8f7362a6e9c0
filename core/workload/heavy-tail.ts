import { moments } from '#core/model/moments.ts'
import type { Discipline } from '#core/scenario/traffic.ts'
import type { Distribution, NetworkScenario } from '#core/scenario.ts'

/** Disciplines under which a customer waits behind a whole service, so that E[S^2] enters the mean wait. */
const waitsBehindServices: readonly Discipline[] = ['fcfs', 'lcfs', 'sjf', 'priority']

/**
 * What a run cannot tell because a tail is too heavy, one sentence each.
 *
 * E[W] has E[S^2] and Var[W] has E[S^3] in it (Pollaczek, Khinchine; Takacs); where they are infinite, the averages of a run grow
 * with its length or its intervals are too narrow.
 *
 * Source: Crovella, Lipsky, Winter Simulation Conference 1997.
 */
export function heavyTailNotes({ stations, classes }: NetworkScenario): string[] {
  return stations.flatMap(({ name, discipline, service, room }) => {
    const times = [service, ...classes.map((one) => one.service)].filter((time) => time !== undefined)
    const notes = new Set(times.flatMap((time) => notesOf(time, discipline)))
    return room > 0 ? [] : [...notes].map((note) => `${name}: ${note}`)
  })
}

function notesOf(service: Distribution, discipline: Discipline): string[] {
  const { second, third } = moments(service)
  if (!waitsBehindServices.includes(discipline)) {
    if (Number.isFinite(second)) return []
    return [
      'the variance of the service time is infinite: means of responses converge slowly, their intervals are too narrow',
    ]
  }
  if (!Number.isFinite(second))
    return [
      'the variance of the service time is infinite, so the mean wait is infinite: what the run shows grows with its length',
    ]
  if (!Number.isFinite(third))
    return [
      'the third moment of the service time is infinite, so the variance of the wait is infinite: intervals are too narrow',
    ]
  return []
}
