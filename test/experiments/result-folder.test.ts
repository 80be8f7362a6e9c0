import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeResult } from '#experiments/result-folder.ts'

const folder = mkdtempSync(join(tmpdir(), 'tandem-test-'))

it('makes the folder and gives the path of what it wrote', () => {
  const path = writeResult(join(folder, 'a', 'b'), 'x.json', '{}')
  expect(readFileSync(path, 'utf8')).toBe('{}')
})

it('says which file could not be written and why', () => {
  const file = join(folder, 'a-file')
  writeFileSync(file, '')
  expect(() => writeResult(file, 'x.json', '{}')).toThrow(/a-file.x\.json: cannot be written: /)
  expect(() => writeResult(file, 'x.json', '{}')).toThrow(expect.objectContaining({ code: 'OutputFailed' }))
})

it.skipIf(!existsSync('/dev/full'))('says that the disk is full', () => {
  expect(() => writeResult('/dev', 'full', '{}')).toThrow(/\/dev\/full: cannot be written: ENOSPC/)
})
