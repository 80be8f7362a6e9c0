/**
 * Processors of one machine, shared by all processes that run on it: when there are more of these than processors, each gets an equal
 * part, as a fair operating system gives in short turns.
 *
 * All that run attain processor time at the same rate, so it is enough to know what one would have attained who was always there: a
 * process is done when that has grown by its demand, and a heap of these ends gives the next one.
 *
 * The speed of all processors may vary in time.
 *
 * Source    processor sharing: Kleinrock, J. ACM 14, 1967; virtual time: Demers, Keshav, Shenker, SIGCOMM 1989
 * Cost      O(log running) an event, one pending event
 * Deviates  Linux (EEVDF) also lets who has just woken go first for a moment; turns take no time here
 */
import { RankedQueue } from '#core/collections/ranked-queue.ts'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import type { WebScenario } from '#core/scenario.ts'
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
  /** The event `processorsTurn` has come: gives what is to be performed, if anything. */
  turn(): ProcessorWork | undefined
  /** Processor time that shared processors have given, at speed 1. */
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

/** How fast shared processors are now, and when to ask again. */
export interface Speed {
  readonly factor: number
  readonly lastsMs: Ms
}

const alwaysTheSame: Speed = { factor: 1, lastsMs: Number.POSITIVE_INFINITY }

/**
 * Speeds of a scenario: lognormal of mean 1, so that the time in which work is done is as long as the work on average, each for an exponential
 * time. What a real machine does beside (interrupts, caches that others have emptied, its host) makes all that runs within some milliseconds
 * slower together.
 */
export function speedsOf({ nodes, seed }: WebScenario, replication: number): (() => Speed) | undefined {
  const { speedCv, speedLastsMs } = nodes
  if (speedCv === 0) return undefined
  const random = stream(seed, 'machine.speed', replication)
  const factor = sampler({ shape: 'lognormal', meanMs: 1, cv: speedCv }, random)
  const lastsMs = sampler({ shape: 'exponential', meanMs: speedLastsMs, cv: 1 }, random)
  return () => ({ factor: factor(), lastsMs: lastsMs() })
}

/** Parameters: count, of processors, at least 1; speeds, always 1 unless given. */
export function sharedProcessors(
  calendar: Calendar,
  count: number,
  speeds: () => Speed = () => alwaysTheSame,
): Processors {
  const running = new RankedQueue<ProcessorWork>()
  let attainedMs = 0
  let changedAtMs = 0
  let givenMs = 0
  let speed = 1
  let speedEndsAtMs = 0
  let event: EventHandle = -1

  const rate = (): number => (running.length <= count ? speed : (speed * count) / running.length)

  function advance(): void {
    const passedMs = (calendar.now - changedAtMs) * rate()
    attainedMs += passedMs
    givenMs += passedMs * running.length
    changedAtMs = calendar.now
  }

  /** Times of a speed have no memory, so one that ended while nothing ran is followed by one that begins now. */
  function changeSpeed(): void {
    if (calendar.now < speedEndsAtMs) return
    const next = speeds()
    speed = next.factor
    speedEndsAtMs = calendar.now + next.lastsMs
  }

  /** At the speed of now. */
  const firstEndsAtMs = (): Ms => changedAtMs + Math.max(0, running.firstRank() - attainedMs) / rate()

  function expectNext(): void {
    event = calendar.schedule(Math.min(firstEndsAtMs(), speedEndsAtMs), eventKinds.processorsTurn, 0)
  }

  return {
    run(workMs, kind, subject) {
      advance()
      if (running.length > 0) calendar.cancel(event)
      changeSpeed()
      running.push({ kind, subject }, attainedMs + workMs)
      expectNext()
    },
    turn() {
      const isEnd = firstEndsAtMs() <= calendar.now
      advance()
      changeSpeed()
      if (!isEnd) {
        expectNext()
        return undefined
      }
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
