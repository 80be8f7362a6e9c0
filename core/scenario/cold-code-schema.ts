import { count, ms, number } from '#core/schema/number.ts'
import { type Infer, record } from '#core/schema/record.ts'

const fields = {
  extraRatio: number({
    min: 0,
    max: 1000,
    default: 0,
    meaning:
      'for its first request a node works so much longer than when its code is compiled: 0.5 is half as long again',
  }),
  compileMs: ms({
    max: 60_000,
    default: 0,
    meaning: 'processor time that compiling takes for the first request, on threads of the node',
  }),
  requestsToHalf: count({
    min: 1,
    max: 1_000_000_000,
    default: 50,
    meaning: 'requests of a node after which half of both is left, a third after twice as many',
  }),
  requestsBefore: count({
    max: 1_000_000_000,
    default: 1_000_000,
    meaning:
      'requests that each node answered before the run: 0 is a cold start; after a crash all begin at 0',
  }),
}

/**
 * How code of a node that has just started is slower than compiled code. After n requests 1 / (1 + n / requestsToHalf) of it is left: the
 * first calls gain most, and the last functions are compiled late. A field of `nodes`; off by default.
 */
export const coldCode = record(fields)

export type ColdCodeConfig = Infer<typeof fields>
