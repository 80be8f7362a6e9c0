import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Notebooks, serveNotebooks } from '../../notebooks/serve.ts'
import { skipReason, withBrowser } from './chromium.ts'

let pages: Notebooks

beforeAll(async () => {
  pages = await serveNotebooks(0)
})
afterAll(() => pages?.stop())

test.skipIf(skipReason)(
  'a notebook simulates in the page: the slider changes the numbers, nothing comes from elsewhere',
  async () => {
    await withBrowser(async (browser) => {
      const page = await browser.newPage()
      const errors: string[] = []
      const foreign: string[] = []
      page.on('pageerror', (error) => errors.push(error.message))
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()))
      page.on(
        'request',
        (request) =>
          /^https?:/.test(request.url()) &&
          !request.url().startsWith(new URL(pages.url).origin) &&
          foreign.push(request.url()),
      )
      await page.goto(`${pages.url}load-curve.html`)
      const response = page.locator('#response')
      await expect.poll(() => response.textContent(), { timeout: 20_000 }).toMatch(/^[\d.]+$/)
      const before = await page.locator('#throughput').textContent()
      await page.locator('#users').fill('300')
      await expect.poll(() => page.locator('#throughput').textContent()).not.toBe(before)
      expect(await page.locator('#curve circle').count()).toBe(5)
      expect({ errors, foreign }).toEqual({ errors: [], foreign: [] })
    })
  },
)
