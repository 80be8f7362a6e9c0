import type { FaultsConfig } from '#core/scenario/fault-schema.ts'
import type { WebScenario } from '#core/scenario.ts'
import { type Finding, play } from './play.ts'

/** The shortest run found that breaks the same claim. */
export interface Shrunk {
  readonly scenario: WebScenario
  readonly finding: Finding
}

/** A smaller scenario of the same kind, or the same when there is none. */
type Step = (scenario: WebScenario) => WebScenario

const triesMax = 150

/**
 * Makes a failing scenario smaller as long as the same claim breaks: fewer faults, a shorter run, fewer users, pages and nodes.
 *
 * Source  Zeller, Hildebrandt: Simplifying and isolating failure-inducing input. IEEE TSE 28(2), 2002
 * Cost    at most 150 runs
 */
export function shrink(
  scenario: WebScenario,
  finding: Finding,
  run: (scenario: WebScenario) => Finding | undefined = (smaller) => play(smaller).finding,
): Shrunk {
  let best: Shrunk = { scenario, finding }
  let tries = 0
  for (let isSmaller = true; isSmaller && tries < triesMax; ) {
    isSmaller = false
    for (const step of steps(best.scenario)) {
      const smaller = step(best.scenario)
      if (smaller === best.scenario || tries++ >= triesMax) continue
      const found = run(smaller)
      if (found?.claim !== finding.claim) continue
      best = { scenario: smaller, finding: found }
      isSmaller = true
    }
  }
  return best
}

const lists = [
  'crashes',
  'partitions',
  'failOvers',
  'memoryFull',
  'stalls',
  'pauses',
  'disconnects',
  'clockSkews',
] as const
const ratios = ['lostRatio', 'duplicatedRatio', 'lateRatio'] as const

const steps = ({ faults }: WebScenario): Step[] => [
  ...lists.flatMap((list) => faults[list].map((_, index) => without(list, index))),
  ...ratios.map(unspoilt),
  shorter(0.5),
  shorter(0.8),
  oneLess('workload', 'users', 1),
  oneLess('workload', 'pages', 1),
  oneLess('nodes', 'count', 2),
]

const without =
  (list: (typeof lists)[number], index: number): Step =>
  (scenario) =>
    withFaults(scenario, { [list]: scenario.faults[list].filter((_, at) => at !== index) })

const unspoilt =
  (ratio: (typeof ratios)[number]): Step =>
  (scenario) =>
    scenario.faults.messages[ratio] === 0
      ? scenario
      : withFaults(scenario, { messages: { ...scenario.faults.messages, [ratio]: 0 } })

const withFaults = (scenario: WebScenario, changed: Partial<FaultsConfig>): WebScenario => ({
  ...scenario,
  faults: { ...scenario.faults, ...changed },
})

const shorter =
  (share: number): Step =>
  (scenario) =>
    scenario.durationMs < 10 ? scenario : { ...scenario, durationMs: scenario.durationMs * share }

/** One less of something, down to a least number. */
const oneLess =
  <Part extends 'workload' | 'nodes'>(part: Part, field: keyof WebScenario[Part], least: number): Step =>
  (scenario) => {
    const count = Number(scenario[part][field])
    if (count <= least) return scenario
    const smaller = { ...scenario, [part]: { ...scenario[part], [field]: count - 1 } }
    const isThere = ({ node }: { node: number }) => node < smaller.nodes.count
    const { crashes, partitions, pauses, clockSkews } = scenario.faults
    return withFaults(smaller, {
      crashes: crashes.filter(isThere),
      partitions: partitions.filter(isThere),
      pauses: pauses.filter(isThere),
      clockSkews: clockSkews.filter(isThere),
    })
  }
