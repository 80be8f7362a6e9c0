import type { Bytes, Ms } from '#core/units.ts'

/**
 * How long work runs before it gives the loop back: its quantum, rounded up to whole steps, since nothing interrupts a step.
 *
 * Parameters  wholeMs, of the work from beginning to end; leftMs of it; stepBytes 0: it may be interrupted anywhere
 */
export function sliceMs(
  { sizeBytes, stepBytes = 0 }: { readonly sizeBytes: Bytes; readonly stepBytes?: Bytes | undefined },
  { wholeMs, leftMs, quantumMs }: { wholeMs: Ms; leftMs: Ms; quantumMs: Ms },
): Ms {
  if (quantumMs >= leftMs) return leftMs
  if (stepBytes === 0 || sizeBytes === 0) return quantumMs
  const stepMs = (wholeMs * stepBytes) / sizeBytes
  // A quantum of whole steps is not to become one more by rounding.
  return Math.min(leftMs, Math.max(1, Math.ceil(quantumMs / stepMs - 1e-9)) * stepMs)
}
