import type { ControlContext } from './control.ts'
import { gaussianActor } from './gaussian-actor.ts'
import { softmaxActor } from './softmax-actor.ts'

/** A policy with weights: acts by chance, and remembers which weights made the action likely. */
export interface Actor {
  readonly weights: Float64Array
  /** Draws an action and computes the gradient of ln pi at it. */
  choose(active: Int32Array): number
  /** z := decay z + grad ln pi(action | x), of the action chosen last */
  remember(decay: number): void
  /** theta := theta + step z, where step is alpha delta */
  learn(step: number): void
  forget(): void
  /** Probabilities of the choices, or mean and standard deviation of the number. */
  tendency(active: Int32Array): number[]
}

/** Softmax over choices, a Gaussian over a number. */
export function createActor({ actions, random }: ControlContext, size: number): Actor {
  return actions.kind === 'choice'
    ? softmaxActor({ choices: actions.names.length, size, random })
    : gaussianActor({ low: actions.low, high: actions.high, size, random })
}
