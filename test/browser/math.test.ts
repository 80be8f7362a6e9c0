import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Notebooks, serveNotebooks } from '../../notebooks/serve.ts'
import { bits } from './bits.ts'
import { skipReason, withBrowser } from './chromium.ts'

let pages: Notebooks

beforeAll(async () => {
  pages = await serveNotebooks(0)
})
afterAll(() => pages?.stop())

test.skipIf(skipReason)('functions and simulations give the same bits in Node and in Chromium', async () => {
  const inBrowser = await withBrowser(async (browser) => {
    const page = await browser.newPage()
    await page.goto(`${pages.url}README.md`)
    const module = new URL('/test/browser/bits.ts', pages.url).href
    // As text: a function would come with the test runner's own form of import.
    return page.evaluate(`import('${module}').then(({ bits }) => bits())`)
  })
  expect(inBrowser).toEqual(bits())
})
