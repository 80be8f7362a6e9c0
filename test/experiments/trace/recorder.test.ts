import { expect, test } from 'vitest'
import { nobody, recorder } from '#experiments/trace/recorder.ts'

const salt = 'salt of a test'

test('requests are sorted by time, equal ones stay in order', () => {
  const { add, finish } = recorder({ salt, key: 'path' })
  add({ atMs: 30, client: 'a', responseMs: 3 })
  add({ atMs: 10, client: 'b', responseMs: 1 })
  add({ atMs: 10, client: 'a' })
  add({ atMs: 20 })
  const trace = finish()
  expect([...trace.atMs]).toEqual([10, 10, 20, 30])
  expect([...trace.client]).toEqual([1, 0, nobody, 0])
  expect([...trace.responseMs]).toEqual([1, Number.NaN, Number.NaN, 3])
  expect(trace.disorder).toEqual({ count: 1, largestMs: 20 })
  expect(trace.clients).toBe(2)
})

test('a page is told by its path, or by all of its address', () => {
  const urls = ['/a?x=1', '/a?x=2', '/b', '/a']
  const pagesBy = (key: 'path' | 'url') => {
    const { add, finish } = recorder({ salt, key })
    for (const url of urls) add({ atMs: 0, url })
    return [...finish().pages.requests]
  }
  expect(pagesBy('path')).toEqual([3, 1])
  expect(pagesBy('url')).toEqual([1, 1, 1, 1])
})

test('the size of a page counts whole answers to reads only', () => {
  const { add, finish } = recorder({ salt, key: 'path' })
  const asked = { atMs: 0, url: '/a' }
  add({ ...asked, isWrite: false, status: 200, bytes: 100 })
  add({ ...asked, isWrite: false, status: 200, bytes: 140 })
  add({ ...asked, isWrite: false, status: 206, bytes: 7 })
  add({ ...asked, isWrite: false, status: 304, bytes: 0 })
  add({ ...asked, isWrite: true, status: 200, bytes: 9 })
  add({ atMs: 0, status: 0 })
  const { pages, reads, writes, statusClasses, bytes } = finish()
  expect([pages.wholeAnswers[0], pages.wholeBytes[0]]).toEqual([2, 240])
  expect({ reads, writes, statusClasses }).toEqual({ reads: 4, writes: 1, statusClasses: [1, 0, 4, 1, 0, 0] })
  expect(bytes).toEqual({ sum: 256, count: 5 })
})

test('names are hashed with the salt', () => {
  const hashOf = (given: string) => {
    const { add, finish } = recorder({ salt: given, key: 'path' })
    add({ atMs: 0, url: '/secret', client: '10.0.0.1' })
    return finish().pages.hash[0]
  }
  expect(hashOf('one')).toBe(hashOf('one'))
  expect(hashOf('one')).not.toBe(hashOf('other'))
})
