import { expect, it } from 'vitest'
import { findProgram, needProgram, versionOf } from '#server/program.ts'

it('finds programs on PATH and names the command that would bring a missing one', () => {
  expect(findProgram('node')).toMatch(/node$/)
  expect(findProgram('a-program-that-is-not-here')).toBeUndefined()
  expect(() => needProgram('a-program-that-is-not-here', 'apt-get install it')).toThrow(
    /a-program-that-is-not-here is not on this machine; to enable it: apt-get install it/,
  )
})

it('tells name and version of a program', () => {
  expect(versionOf(needProgram('node', ''))).toMatch(/\d+\.\d+\.\d+/)
})
