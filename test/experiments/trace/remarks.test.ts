import { expect, test } from 'vitest'
import { sampler } from '#core/model/distribution.ts'
import { stream } from '#core/random.ts'
import { fitTrace } from '#experiments/trace/fit.ts'
import { type PageKey, recorder } from '#experiments/trace/recorder.ts'
import { remarksOn } from '#experiments/trace/remarks.ts'

const source = { format: 'csv', lines: 1000, malformed: 0, malformedExamples: [] }

function remarked(fill: (add: ReturnType<typeof recorder>['add']) => void, key: PageKey = 'path'): string {
  const { add, finish } = recorder({ salt: 'salt of a test', key })
  fill(add)
  const trace = finish()
  return remarksOn(fitTrace(trace, { gapMs: 1e6, seed: 1 }), { trace, source, arrivals: 'open' }).join('\n')
}

test('a poor log says what is left to the scenario', () => {
  const gap = sampler({ shape: 'exponential', meanMs: 50, cv: 1 }, stream(1, 'test', 0))
  let at = 0.5
  const said = remarked((add) => {
    for (let i = 0; i < 500; i++) {
      at += gap()
      add({ atMs: at })
    }
  })
  expect(said.split('\n')).toEqual([
    'no pages, too few requests for them, or hardly any asked twice: pages and zipfExponent are left to the scenario',
    'too few pages with a size: pageSize is left to the scenario',
    'no clients in the log: no sessions and no think times',
    'no methods in the log: writeRatio is left to the scenario',
  ])
})

test('rejected laws and odd times are named', () => {
  const said = remarked((add) => {
    for (let i = 0; i < 600; i++) {
      const page = i % 3 === 0 ? 0 : i % 40
      const atMs = (i < 300 ? 0 : 4_000_000) + Math.floor(i / 30) * 1000 + (i === 7 ? -1000 : 0)
      add({
        atMs,
        client: `${i % 4}`,
        url: `/${page}`,
        isWrite: false,
        status: 200,
        bytes: page === 0 ? 9_000_000 : 5_000,
      })
    }
  })
  expect(said).toContain(
    'times decrease at 1 of 600 requests, by 1000 ms at most; requests were sorted by time',
  )
  expect(said).toContain('Poisson arrivals rejected: gaps')
  expect(said).toContain('the scenario follows the ups and downs by a curve of rates')
  expect(said).not.toContain('calmer than the log')
  expect(said).toContain('times in whole seconds')
  expect(said).toMatch(/no request for 9\d\.\d % of the time at a stretch/)
  expect(said).toContain("Zipf's law rejected")
  expect(said).toMatch(/page sizes: rejected lognormal .* and exponential/)
  expect(said).toContain('of the pages are outside 256 B .. 1 MiB')
  expect(said).toContain('size and popularity go together')
})

test('bursts that a curve of rates cannot follow leave a scenario that is calmer than the log', () => {
  const said = remarked((add) => {
    for (let i = 0; i < 600; i++) add({ atMs: Math.floor(i / 2) * 100 + (i % 2) * 0.5 })
  })
  expect(said).toContain('the scenario is calmer than the log')
})

test('malformed lines are shown', () => {
  const { add, finish } = recorder({ salt: 'salt of a test', key: 'path' })
  for (let i = 0; i < 50; i++) add({ atMs: i * 3.5 })
  const trace = finish()
  const malformed = { ...source, malformed: 7, malformedExamples: [{ line: 3, reason: 'is odd' }] }
  expect(
    remarksOn(fitTrace(trace, { gapMs: 1, seed: 1 }), { trace, source: malformed, arrivals: 'open' })[0],
  ).toBe('7 malformed lines left out: line 3: is odd')
})
