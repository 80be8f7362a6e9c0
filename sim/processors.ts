/**
 * Processors of one machine, shared by all processes that run on it: when there are more of these than processors, each gets an equal
 * part, as a fair operating system gives in short turns.
 *
 * All that run attain processor time at the same rate, so it is enough to know what one would have attained who was always there: a
 * process is done when that has grown by its demand, and a heap of these ends gives the next one.
 *
 * Source    processor sharing: Kleinrock, J. ACM 14, 1967; virtual time: Demers, Keshav, Shenker, SIGCOMM 1989
 * Cost      O(log running) an event, one pending event
 * Deviates  Linux (EEVDF) also lets who has just woken go first for a moment; turns take no time here
 */
import { RankedQueue } from '#core/collections/ranked-queue.ts'
import type { Ms } from '#core/units.ts'
import type { Calendar, EventHandle } from './calendar.ts'
import { eventKinds } from './event.ts'

/** What is performed when a process has had its processor time. */
export interface ProcessorWork {
  readonly kind: number
  readonly subject: unknown
}

export interface Processors {
  /** A process wants processor time; the event is performed when it has had it. */
  run(workMs: Ms, kind: number, subject: unknown): void
  /** The event `processorsTurn` has come: gives what is to be performed. */
  turn(): ProcessorWork
  /** Processor time that shared processors have given. */
  readonly givenMs: Ms
}

/** Each process has a processor of its own. */
export function ownProcessors(calendar: Calendar): Processors {
  return {
    run: (workMs, kind, subject) => void calendar.schedule(calendar.now + workMs, kind, subject),
    turn() {
      throw new RangeError('own processors take no turns')
    },
    givenMs: 0,
  }
}

/** Parameters: count, of processors, at least 1. */
export function sharedProcessors(calendar: Calendar, count: number): Processors {
  const running = new RankedQueue<ProcessorWork>()
  let attainedMs = 0
  let changedAtMs = 0
  let givenMs = 0
  let event: EventHandle = -1

  const rate = (): number => (running.length <= count ? 1 : count / running.length)

  function advance(): void {
    const passedMs = (calendar.now - changedAtMs) * rate()
    attainedMs += passedMs
    givenMs += passedMs * running.length
    changedAtMs = calendar.now
  }

  function expectNext(): void {
    const leftMs = Math.max(0, running.firstRank() - attainedMs)
    event = calendar.schedule(changedAtMs + leftMs / rate(), eventKinds.processorsTurn, 0)
  }

  return {
    run(workMs, kind, subject) {
      advance()
      if (running.length > 0) calendar.cancel(event)
      running.push({ kind, subject }, attainedMs + workMs)
      expectNext()
    },
    turn() {
      advance()
      const endedAtMs = running.firstRank()
      const work = running.shift()!
      // Rounding must not add up over a busy period: the virtual time is where this work ends.
      attainedMs = running.length === 0 ? 0 : endedAtMs
      if (running.length > 0) expectNext()
      return work
    },
    get givenMs() {
      return givenMs
    },
  }
}
