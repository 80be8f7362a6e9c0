import type { Stage } from '#core/flow/effect.ts'

/**
 * Classes of tasks that a node's scheduler tells apart: what a task does decides what it will cost. In the order of expected demand
 * for the processor, lightest first.
 */
export const taskClasses = ['accept', 'respond', 'assemble', 'write', 'render'] as const
export type TaskClass = (typeof taskClasses)[number]

const classOf = new Map<string, number>(taskClasses.map((name, index) => [name, index]))

export const taskClass = (stage: Stage): number => classOf.get(stage)!
