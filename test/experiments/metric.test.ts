import { expect, it } from 'vitest'
import { chosenMetric, metricMeasured, metricNamed, metricNames, metricsOf } from '#experiments/metric.ts'
import { readScenario } from '#experiments/scenario-file.ts'

it('finds a metric by its name and by its short name', () => {
  expect(metricNamed('p95')).toBe(metricNamed('responseMs.p95'))
  expect(metricNamed('throughput')).toMatchObject({ name: 'throughputPerSecond', better: 'higher' })
  expect(metricNamed('p96')).toBeUndefined()
})

it('knows unit and direction of a whole family', () => {
  expect(metricNamed('utilisation.front')).toEqual({
    name: 'utilisation.front',
    title: 'utilisation.front',
    unit: 'ratio',
  })
  expect(metricNamed('responseMs.p95.gold')).toMatchObject({ unit: 'ms', better: 'lower' })
  expect(metricNamed('hitRatio.cdn')).toMatchObject({ unit: 'ratio', better: 'higher' })
  expect(metricNamed('utilisation')).toBeUndefined()
})

it('lets a metric of no family inform only', () => {
  expect(metricMeasured('surprise', 'apples')).toEqual({
    name: 'surprise',
    title: 'surprise',
    unit: 'apples',
  })
})

it('knows what a scenario measures before it runs', () => {
  const station = metricsOf(readScenario('experiments/scenarios/mm1.yaml'))
  expect(station.get('responseMs.mean')).toBe('ms')
  expect(station.has('errorRatio')).toBe(false)
  const web = metricsOf(readScenario('experiments/scenarios/twin.yaml'))
  for (const name of ['errorRatio', 'hitRatio.gateway', 'powerWatts.mean', 'staleReadRatio'])
    expect(web.has(name), name).toBe(true)
  for (const [name, unit] of web) expect(metricMeasured(name, unit).unit, name).toBe(unit)
})

it('lists short names first', () => {
  expect(metricNames(['utilisation.a', 'responseMs.mean'])).toEqual([
    'mean',
    'utilisation.a',
    'responseMs.mean',
  ])
})

it('refuses a metric that is not measured, with the nearest name', () => {
  const measured = new Map([
    ['responseMs.p95', 'ms'],
    ['utilisation.front', 'ratio'],
  ])
  expect(chosenMetric('--metric', 'p95', measured)).toBe('responseMs.p95')
  expect(chosenMetric('--metric', 'utilisation.front', measured)).toBe('utilisation.front')
  expect(() => chosenMetric('--metric', 'p59', measured)).toThrow(
    "--metric: no metric 'p59' is measured, did you mean p95?; allowed p95, responseMs.p95, utilisation.front",
  )
  expect(() => chosenMetric('--metric', 'errors', measured)).toThrow(/'errors' is measured/)
})
