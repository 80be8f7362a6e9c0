import { expect, it } from 'vitest'
import { driverOps, remoteGet } from '#core/flow/effect.ts'
import { readRecording } from '#core/flow/recording-reader.ts'
import { RecordingWriter, recordingNames } from '#core/flow/recording-writer.ts'
import { bytesInMemory } from './written-recording.ts'

const place = driverOps.indexOf('remoteGet')

function someRecords(): Uint8Array {
  const { out, written } = bytesInMemory()
  const writer = new RecordingWriter(out)
  writer.bare('control', 1.5, 0)
  writer.effect(1.5, 0, place, remoteGet({ tenant: 1, key: 700 }) as never)
  writer.error(2.75, 0, new Error('gone'))
  writer.end(2.75, 0, 'done')
  return written()
}

it('a recording that breaks off anywhere is read up to there', () => {
  const bytes = someRecords()
  const whole = readRecording(bytes, recordingNames)
  expect(whole).toHaveLength(4)
  const counts = Array.from({ length: bytes.length + 1 }, (_, length) => {
    const records = readRecording(bytes.subarray(0, length), recordingNames)
    expect(records).toEqual(whole.slice(0, records.length))
    return records.length
  })
  expect(new Set(counts)).toEqual(new Set([0, 1, 2, 3, 4]))
  expect(counts.at(-1)).toBe(4)
})

it('what is no record is named by its number', () => {
  expect(() => readRecording(Uint8Array.of(...someRecords(), 15), recordingNames)).toThrow(
    'record 5 is no record',
  )
  expect(() => readRecording(Uint8Array.of(255), recordingNames)).toThrow('record 1 is no record')
})

it('operations have the names that the header gives them, and no others', () => {
  const ops = driverOps.with(place, 'load')
  expect(readRecording(someRecords(), { ...recordingNames, ops })[1]).toEqual([
    'effect',
    1.5,
    0,
    'load',
    '1 700 ',
  ])
  expect(() => readRecording(someRecords(), { ops: ['work'], stages: [] })).toThrow(
    `record 2 has operation ${place}, which the header does not name`,
  )
})
