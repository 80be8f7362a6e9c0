import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Fifo } from '#core/collections/fifo.ts'

it('a queue gives back in the order of an array, however it grows and turns', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer(), { nil: undefined }), { maxLength: 200 }), (steps) => {
      const queue = new Fifo<number>()
      const expected: number[] = []
      for (const step of steps) {
        if (step === undefined) {
          expect(queue.peek()).toBe(expected[0])
          expect(queue.shift()).toBe(expected.shift())
        } else {
          queue.push(step)
          expected.push(step)
        }
        expect(queue.length).toBe(expected.length)
      }
    }),
  )
})
