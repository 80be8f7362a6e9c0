/** Who takes part in the trial, each as changes of the scenario in the notation of scenario files. */

export interface Contender {
  readonly name: string
  readonly changes: readonly string[]
  /** Its controller is trained before, on traffic of the training set. */
  readonly learns?: boolean
}

/** Index of the preset that changes nothing. */
export const plain = 1

const fixed = (setting: number) => `control.policy={ policy: fixed-setting, setting: ${setting} }`

/** The learner's parameters were chosen on the training set. */
export const learner =
  'control.policy={ policy: average-actor-critic, criticStep: 0.2, actorStep: 0.5, averageStep: 0.01, lambda: 0.8, tilings: 8, tiles: 6 }'

export const presetContender = (name: string, index: number): Contender => ({
  name: `static: ${name}`,
  changes: [fixed(index)],
})

/** First come first served, and the order that knows what nobody can know; neither has a controller. */
export const schedulers: readonly Contender[] = [
  { name: 'fcfs', changes: ['schedule=fcfs', fixed(plain)] },
  { name: 'srpt, true sizes', changes: ['schedule=srpt', fixed(plain)] },
]

/** What an operator would step through as the queue grows: three of the presets. */
const steps = [
  '{ name: cheap first, beta: 8, ageing: 0.02 }',
  '{ name: all late, beta: 8, ageing: 0.02, csrAboveUtilisation: 0.85, queueMax: 50 }',
  '{ name: client and shed, csrAboveUtilisation: 0.6, queueMax: 25 }',
] as const

/** The tuned preset takes over; which of the hybrid's reasons count is said apart. */
const fallback = (tuned: number): readonly string[] => [
  'control.fallback.enabled=true',
  'control.fallback.hysteresis=15 s',
  'control.fallback.sloWindow=15 s',
  `control.fallback.rules={ policy: fixed-setting, setting: ${tuned} }`,
]

const detector = 'control.fallback.detector={ policy: page-hinkley, delta: 0.1, threshold: 8, values: 15 }'
/** A sum that no series reaches: never an alarm. */
const silent = 'control.fallback.detector={ policy: page-hinkley, threshold: 1000000000 }'
/** No reason but the detector: a queue of any length is in range, misses are judged over more time than there is. */
const detectorAlone = [
  'control.fallback.sloWindow=1 h',
  'control.observes=[{ feature: queueLength, high: 1000000000 }]',
  'control.fallback.surpriseFactor=1000000',
]

/**
 * What adapts. Rules step through three presets by the length of the queue; the regulator leaves the more to the clients the longer the
 * queue is; the hill climber goes from preset to preset; the bandit knows no situations. The learner is tried as it is, with what it has
 * learned frozen, and with the tuned static preset that takes over; of that hybrid the learner alone and the detector alone are left out.
 */
export const adaptive = (tuned: number): readonly Contender[] => [
  {
    name: 'rules by queue length',
    changes: [
      'control.policy={ policy: threshold-rule, feature: 0, low: 2, high: 6, hold: 1 s }',
      `control.presets=[${steps.join(', ')}]`,
    ],
  },
  {
    name: 'regulator (PID)',
    changes: [
      'control.policy={ policy: pid, feature: 0, target: 3, proportional: 0.02, integral: 0.005 }',
      'control.sets=csrAboveUtilisation',
      'control.low=0.3',
      'control.high=1',
    ],
  },
  {
    name: 'hill climbing',
    changes: ['control.policy={ policy: hill-climbing, window: 20 }'],
  },
  {
    name: 'bandit',
    changes: ['control.policy={ policy: upper-confidence-bound }'],
  },
  {
    name: 'detector, no learner',
    changes: [
      `control.policy={ policy: fixed-setting, setting: ${plain} }`,
      ...fallback(tuned),
      ...detectorAlone,
      detector,
    ],
  },
  { name: 'learner', changes: [learner], learns: true },
  { name: 'learner, frozen', changes: [learner, 'control.learns=false'], learns: true },
  {
    name: 'learner with fall-back, no detector',
    changes: [learner, ...fallback(tuned), silent],
    learns: true,
  },
  {
    name: 'learner with fall-back',
    changes: [learner, ...fallback(tuned), detector],
    learns: true,
  },
]
