import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import type { Entry } from '#core/cache/entry.ts'
import { slotBytes } from '#core/render/partition.ts'
import { pageBytes } from '#core/workload/request-source.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { smallScenario } from './small-scenario.ts'

const scenario = smallScenario()
const renderer = htmlRenderer(scenario)
const row = (key: number, value = 'title'): Entry => ({
  tenant: 1,
  key,
  version: 2,
  sizeBytes: 0,
  expiresAt: 0,
  value,
})

it('a fragment has as many bytes as the scenario says for its page, within one item', () => {
  for (const key of [0, 13, 100]) {
    const page = Math.floor(key / scenario.render.shardsMax)
    const wanted = slotBytes(scenario.render, pageBytes(page, scenario.workload))
    const { sizeBytes, value } = renderer.render(row(key))
    expect(sizeBytes).toBe(Buffer.byteLength(String(value)))
    expect(Math.abs(sizeBytes - wanted)).toBeLessThan(128)
  }
})

it('what a row says is text, never markup', () => {
  const { value } = renderer.render(row(1, '<script>"&</script>'))
  expect(String(value)).not.toContain('<script>')
  expect(String(value)).toContain('&#60;script&#62;&#34;&#38;')
})

it('a shard has its fragments in order, and is the same after compression', async () => {
  const shard = renderer.assemble(3, [
    { ...row(1), value: '<p>a</p>' },
    { ...row(2), value: '<p>b</p>' },
  ])
  expect(shard).toBe('<section data-shard="3"><p>a</p><p>b</p></section>')
  expect(String(gunzipSync((await renderer.compress(shard)) as Buffer))).toBe(shard)
})

it('renders the same in steps, each of at least the size that is wanted, and at most an item more', () => {
  const steps = renderer.renderSteps!(row(13), 1024)
  const whole = renderer.render(row(13))
  let count = 1
  let step = steps.next()
  for (; step.done !== true; step = steps.next()) count++
  expect(step.value).toEqual(whole)
  expect(count).toBe(Math.ceil(whole.sizeBytes / 1100))
})
