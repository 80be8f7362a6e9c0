import { performance } from 'node:perf_hooks'

/** Milliseconds since 1970 that never run backwards and are comparable between processes of one machine. */
export const wallNow = (): number => performance.timeOrigin + performance.now()
