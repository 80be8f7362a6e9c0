import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driverOps } from '#core/flow/effect.ts'
import type { Recorded } from '#core/flow/recording.ts'
import { lengthText, lineReader, lineWriter, opLetter } from '#core/flow/recording-line.ts'
import { textOf } from '#server/record.ts'

const letter = (op: string) => opLetter(driverOps.indexOf(op as never))

/** A record as the recorder writes it. */
function restOf(recorded: Recorded): string {
  switch (recorded[0]) {
    case 'start':
      return JSON.stringify(recorded[3])
    case 'effect':
      return letter(recorded[3]) + recorded[4]
    case 'reply':
      return letter(recorded[3]) + textOf(recorded[4])
    case 'error':
      return JSON.stringify([recorded[3], recorded[4]])
    case 'yielded':
      return lengthText(recorded[3])
    case 'done':
      return `${lengthText(recorded[3])} ${textOf(recorded[4])}`.trimEnd()
    case 'invalidated':
      return JSON.stringify(recorded[2])
    case 'end':
      return recorded[3]
    default:
      return ''
  }
}

function thereAndBack(records: readonly Recorded[]): { lines: string[]; read: Recorded[] } {
  const write = lineWriter()
  const lines = records.map((one) =>
    write(one[0], one[1], typeof one[2] === 'number' ? one[2] : undefined, restOf(one)),
  )
  const read = lineReader(driverOps)
  return { lines, read: lines.map((line) => read(line.slice(0, -1))) }
}

const request = { id: 1, kind: 'read', tenant: 2, page: 3, query: 0 } as const
const message = { tenant: 1, key: 2, version: 3 }

describe('a record as a short line', () => {
  it('of every kind comes back as it was', () => {
    const now = 1795261068970.226
    const records: Recorded[] = [
      ['start', now, 0, request],
      ['effect', now, 0, 'work', 'render 4096'],
      ['pop', now + 0.25, 0],
      ['yielded', now + 0.25, 0, 0.5],
      ['done', now + 1.25, 0, 0.1, { sizeBytes: 7, name: 'a b' }],
      ['done', now + 1.25, 1, 0.0009765625, null],
      ['effect', now + 1.25, 0, 'remoteGet', '2 318 '],
      ['reply', now + 2, 0, 'remoteGet', { version: 2, expiresAt: null }],
      ['reply', now + 2, 0, 'remoteSet', 1],
      ['error', now + 2, 3, 'RemoteTimeout', 'no "answer"\nin time'],
      ['invalidated', now + 3, message as never],
      ['reconnected', now + 3],
      ['control', now + 3, 4],
      ['drain', now + 3, 5],
      ['cancel', now + 3, 3],
      ['end', now + 4, 3, 'cancelled'],
    ]
    expect(thereAndBack(records).read).toEqual(records)
  })

  it('leaves out a time and a task that are those of the line before', () => {
    const { lines } = thereAndBack([
      ['start', 10, 7, request],
      ['effect', 10, 7, 'work', 'accept 0'],
      ['pop', 10.5, 7],
      ['pop', 10.5, 8],
    ])
    expect(lines.slice(1)).toEqual([`e ${letter('work')}accept 0\n`, 'p2048 \n', 'p,8 \n'])
  })

  it('keeps any time exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (times) => {
        const records = times.map((now, id): Recorded => ['pop', now, id])
        expect(thereAndBack(records).read).toEqual(records)
      }),
      { seed: 3 },
    )
  })

  it.each(['', 'q5,3 x', 'pop', 'r5,3 zz'])('"%s" is none, and says so', (line) => {
    expect(() => lineReader(['work'])(line)).toThrow(/is no record|names operation z/)
  })
})
