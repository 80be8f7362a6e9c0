import { expect, test } from 'vitest'
import { fitTrace } from '#experiments/trace/fit.ts'
import { recorder } from '#experiments/trace/recorder.ts'

test('what the log does not tell is absent', () => {
  const { add, finish } = recorder({ salt: 'salt of a test', key: 'path' })
  for (let i = 0; i < 100; i++) add({ atMs: i * 10 + (i % 7) })
  const fit = fitTrace(finish(), { gapMs: 1e6, seed: 1 })
  expect(fit).toMatchObject({
    requests: 100,
    popularity: undefined,
    pageBytes: undefined,
    answerBytesMean: undefined,
    sessions: undefined,
    writeRatio: undefined,
    topPages: [],
    resolutionMs: 1,
  })
  expect(fit.arrivals.ratePerSecond.value).toBeCloseTo(100_000 / fit.arrivals.spanMs, 9)
})

test('sizes count a page once, popular or not, and are held where a scenario holds them', () => {
  const { add, finish } = recorder({ salt: 'salt of a test', key: 'path' })
  let atMs = 0
  for (let page = 0; page < 20; page++)
    for (let times = 0; times <= page; times++)
      add({ atMs: atMs++, url: `/${page}`, isWrite: false, status: 200, bytes: page === 19 ? 100 : 1000 })
  const fit = fitTrace(finish(), { gapMs: 1e6, seed: 1 })
  expect(fit.pageBytes!.mean.value).toBeCloseTo((19 * 1000 + 100) / 20, 9)
  expect(fit.pageBytesHeld!.mean.value).toBeCloseTo((19 * 1000 + 256) / 20, 9)
  expect(fit.heldRatio).toBeCloseTo(1 / 20, 12)
  expect(fit.answerBytesMean).toBeCloseTo((190 * 1000 + 20 * 100) / 210, 9)
  expect(fit.topPages[0]).toMatchObject({
    requests: 20,
    bytes: 100,
    page: expect.stringMatching(/^[0-9a-f]{13}$/),
  })
  expect(fit.statusClasses).toEqual({ noAnswer: 0, '1xx': 0, '2xx': 210, '3xx': 0, '4xx': 0, '5xx': 0 })
  expect(fit.writeRatio).toMatchObject({ value: 0, low: 0, samples: 210 })
})
