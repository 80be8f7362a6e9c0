import { describe, expect, it } from 'vitest'
import { enableK6, pointOf } from '#server/load/run-k6.ts'
import { needProgram } from '#server/program.ts'

// Lines as k6 2.2.0 wrote them.
const point =
  '{"metric":"response_ms","type":"Point","data":{"time":"2026-11-21T06:57:24.446273143Z","value":1.166712,"tags":{"cache":"HIT","code":"200","scenario":"users","write":"false"},"metadata":{"sent":"412.872","late":"0.021"}}}'
const metric =
  '{"type":"Metric","data":{"name":"response_ms","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"response_ms"}'

describe('output of k6', () => {
  it('gives a point with its intended time and its lateness', () => {
    expect(pointOf(point)).toEqual({
      sentMs: 412.872,
      responseMs: 1.166712,
      latenessMs: 0.021,
      status: 200,
      cache: 'HIT',
      isWrite: false,
    })
  })

  it('has lines that declare metrics, which are no points', () => {
    expect(pointOf(metric)).toBeUndefined()
  })
})

describe('a machine without k6', () => {
  it('is told what would enable it and what works without', () => {
    expect(() => needProgram('k6-that-is-not-here', enableK6)).toThrow(/go install .*--with builtin/)
  })
})
