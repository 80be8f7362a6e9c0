import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { driverOps, load, offload, remoteGet, remoteSet, send, sleep, work } from '#core/flow/effect.ts'
import { effectDigest } from '#core/flow/recording.ts'
import { readRecording } from '#core/flow/recording-reader.ts'
import { RecordingWriter, recordingNames } from '#core/flow/recording-writer.ts'
import { bytesInMemory } from './written-recording.ts'

const place = (op: (typeof driverOps)[number]) => driverOps.indexOf(op)

function written(write: (writer: RecordingWriter) => void): Uint8Array {
  const { out, written } = bytesInMemory()
  write(new RecordingWriter(out))
  return written()
}

const read = (write: (writer: RecordingWriter) => void) => readRecording(written(write), recordingNames)

const now = 1795261068970.226
const key = { tenant: 2, key: 318 }
const entry = { ...key, version: 3, sizeBytes: 4096.5, expiresAt: Number.POSITIVE_INFINITY }
const kept = { ...entry, expiresAt: now + 0.1 }
const error = Object.assign(new Error('no "answer"\nin time'), { name: 'RemoteTimeout' })

describe('a recording', () => {
  it('of every kind comes back as it was', () => {
    const asked = { id: 1, kind: 'read', tenant: 2, page: 3, query: 0 } as const
    const records = read((writer) => {
      writer.start(now, 0, asked)
      writer.start(now, 70_000, { ...asked, kind: 'write', client: 5 })
      writer.bare('pop', now + 0.25, 0)
      writer.yielded(now + 0.25, 0, 0.5)
      writer.done(now + 1.25, 0, { serviceMs: 0.1, rendered: { value: '<p>', sizeBytes: 7 } })
      writer.done(now + 1.25, 1, { serviceMs: 2 ** -12, rendered: '<section>' })
      writer.error(now + 2, 3, error)
      writer.invalidated(now + 3, { ...key, version: 4 })
      writer.invalidated(now + 3, { ...key, version: 4, entry: { ...entry, value: '<p>' } })
      writer.reconnected(now + 3)
      writer.bare('control', now + 3, 4)
      writer.bare('drain', now + 3, 5)
      writer.bare('cancel', now + 3, 3)
      writer.end(now + 4, 3, 'cancelled')
    })
    expect(records).toEqual([
      ['start', now, 0, asked],
      ['start', now, 70_000, { ...asked, kind: 'write', client: 5 }],
      ['pop', now + 0.25, 0],
      ['yielded', now + 0.25, 0, 0.5],
      ['done', now + 1.25, 0, 0.1, { sizeBytes: 7 }],
      ['done', now + 1.25, 1, 2 ** -12, undefined],
      ['error', now + 2, 3, 'RemoteTimeout', 'no "answer"\nin time'],
      ['invalidated', now + 3, { ...key, version: 4 }],
      ['invalidated', now + 3, { ...key, version: 4, entry: { ...entry, value: undefined } }],
      ['reconnected', now + 3],
      ['control', now + 3, 4],
      ['drain', now + 3, 5],
      ['cancel', now + 3, 3],
      ['end', now + 4, 3, 'cancelled'],
    ])
  })

  it.each([
    work({ stage: 'render', sizeBytes: 10, taskClass: 1, waitMs: 0 }),
    offload({ stage: 'compress', sizeBytes: 7.25 }),
    send({ index: 3, sizeBytes: 20, isData: false }),
    sleep(5.125),
    remoteGet(key),
    load(key),
    remoteSet({ ...kept, value: 'x' }),
  ])('has the digest of each effect: %j', (effect) => {
    expect(read((writer) => writer.effect(now, 4, place(effect.op), effect as never))).toEqual([
      ['effect', now, 4, effect.op, effectDigest(effect as never)],
    ])
  })

  it.each([
    ['remoteGet', { ...kept, value: '<p>' }, kept],
    ['remoteGet', undefined, undefined],
    ['load', { ...entry, value: 'row' }, entry],
    ['store', { ...entry, value: 'row' }, entry],
    ['tierGet', { ...kept, storedAtMs: now, value: '<p>' }, { ...kept, storedAtMs: now }],
    ['tierGet', undefined, undefined],
    ['remoteVersion', 0, 0],
    ['remoteSet', 7, 7],
    ['sleep', undefined, undefined],
    ['offload', new Uint8Array(3), undefined],
    [
      'remoteLease',
      { entry: undefined, token: 3, stale: { ...kept, value: '<p>' } },
      { entry: undefined, token: 3, stale: kept },
    ],
  ] as const)('has the reply to %s without its bytes: %j', (op, reply, expected) => {
    expect(read((writer) => writer.reply(now, 4, place(op), reply))).toEqual([
      ['reply', now, 4, op, expected],
    ])
  })

  it('leaves out a time and a task that are those of the record before', () => {
    const bytes = written((writer) => {
      writer.bare('pop', 10, 7)
      writer.bare('pop', 10, 7)
      writer.bare('pop', 10.5, 7)
      writer.bare('pop', 10.5, 8)
    })
    // The first: kind, three bytes of ticks, task. Then kind alone; kind and two bytes of ticks; kind and task.
    expect(bytes).toHaveLength(5 + 1 + 3 + 2)
  })

  it('keeps any time exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1 }), (times) => {
        const records = read((writer) => {
          for (const [id, time] of times.entries()) writer.yielded(time, id, time)
        })
        expect(records).toEqual(times.map((time, id) => ['yielded', time, id, time]))
      }),
      { seed: 3 },
    )
  })
})
