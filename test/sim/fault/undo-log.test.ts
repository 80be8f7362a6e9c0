import { expect, it } from 'vitest'
import { undoLog } from '#sim/fault/undo-log.ts'

it('takes back what changed after a time, the last change first', () => {
  const log = undoLog()
  const undone: number[] = []
  for (const at of [1, 2, 2, 3]) log.changed(at, () => undone.push(at))
  log.backTo(1)
  expect(undone).toEqual([3, 2, 2])
  log.backTo(0)
  expect(undone).toEqual([3, 2, 2, 1])
})
