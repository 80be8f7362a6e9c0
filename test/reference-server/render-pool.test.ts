import { expect, it } from 'vitest'
import { renderPool } from '#server/render-pool.ts'
import { htmlRenderer } from '#server/renderer.ts'
import { smallScenario } from './small-scenario.ts'

it('renders on worker threads what the renderer renders', async () => {
  const scenario = smallScenario()
  const pool = renderPool(scenario, 2)
  const rows = [1, 5, 9].map((key) => ({
    tenant: 0,
    key,
    version: key,
    sizeBytes: 100,
    expiresAt: Infinity,
    value: `row <${key}>`,
  }))
  try {
    const { render } = htmlRenderer(scenario)
    expect(await Promise.all(rows.map(pool.render))).toEqual(rows.map(render))
  } finally {
    await pool.close()
  }
})
