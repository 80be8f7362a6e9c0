import { describe, expect, it } from 'vitest'
import { sequential } from '#core/cache/prefetch/sequential.ts'

const created = (run = 2, streams = 2) => sequential.create({ degree: 3, run, streams }, undefined)

describe('sequential', () => {
  it('loads the next keys once there is a run', () => {
    const prefetch = created()
    expect([7, 8, 9].map((key) => prefetch.request(key, 0))).toEqual([[], [9, 10, 11], [10, 11, 12]])
  })

  it('follows several runs that are mixed', () => {
    const prefetch = created()
    expect([7, 100, 8, 101].map((key) => prefetch.request(key, 0).length)).toEqual([0, 0, 3, 3])
  })

  it('loses the run that was used least recently when there are more than it can follow', () => {
    const prefetch = created()
    for (const key of [7, 100, 200]) prefetch.request(key, 0)
    expect(prefetch.request(8, 0)).toEqual([])
  })

  it('does not take one key asked for twice for a run', () => {
    const prefetch = created()
    for (let i = 0; i < 5; i++) expect(prefetch.request(7, 0)).toEqual([])
  })
})
