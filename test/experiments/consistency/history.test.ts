import { expect, it } from 'vitest'
import { byKey, type Operation, operationText } from '#experiments/consistency/history.ts'

const read: Operation = { process: 3, key: 'a', kind: 'read', value: 2, start: 1, end: 2.25, status: 'ok' }

it('groups a history by key, in the order of its operations', () => {
  const other = { ...read, key: 'b' }
  const later = { ...read, start: 5 }
  expect(byKey([read, other, later])).toEqual([[read, later], [other]])
})

it('says an operation in words', () => {
  expect(operationText(read)).toBe('process 3 read 2 of key a from 1 to 2.25 (ok)')
  const lost = { ...read, kind: 'cas', expected: 1, end: Number.POSITIVE_INFINITY, status: 'info' } as const
  expect(operationText(lost)).toBe('process 3 cas 1 to 2 of key a from 1 to unknown (info)')
})
