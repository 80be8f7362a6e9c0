import { expect, it } from 'vitest'
import { sliceMs } from '#sim/slice.ts'

const work = { sizeBytes: 4096, stepBytes: 1024 }

it('is the quantum, rounded up to whole steps, and at most what is left', () => {
  const slice = (quantumMs: number, leftMs = 8) => sliceMs(work, { wholeMs: 8, leftMs, quantumMs })
  expect([0.5, 2, 3, 4, 7].map((quantumMs) => slice(quantumMs))).toEqual([2, 2, 4, 4, 8])
  expect(slice(3, 2)).toBe(2)
  expect(slice(Infinity)).toBe(8)
})

it('is the quantum where work may be interrupted anywhere', () => {
  expect(sliceMs({ sizeBytes: 4096 }, { wholeMs: 8, leftMs: 8, quantumMs: 0.5 })).toBe(0.5)
  expect(sliceMs({ sizeBytes: 0, stepBytes: 1024 }, { wholeMs: 8, leftMs: 8, quantumMs: 0.5 })).toBe(0.5)
})

it('is the whole of work that is a single step', () => {
  expect(sliceMs({ sizeBytes: 512, stepBytes: 1024 }, { wholeMs: 8, leftMs: 8, quantumMs: 0.5 })).toBe(8)
})
