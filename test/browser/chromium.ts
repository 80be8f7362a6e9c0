import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium } from 'playwright-core'
import { findProgram } from '#server/program.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const chromiumPath = names.map(findProgram).find((path) => path !== undefined)

/** Why browser tests are skipped, or none. In CI nothing is skipped: there a missing browser fails the tests. */
export const skipReason =
  chromiumPath === undefined && process.env.CI !== 'true'
    ? 'no chromium on this machine: npm run setup'
    : undefined

/** A headless browser with a profile of its own, gone when the work is done. */
export async function withBrowser<T>(work: (browser: BrowserContext) => Promise<T>): Promise<T> {
  const profile = mkdtempSync(join(tmpdir(), 'tandem-chromium-'))
  const options = { headless: true, args: flags, ...(chromiumPath && { executablePath: chromiumPath }) }
  const browser = await chromium.launchPersistentContext(profile, options)
  try {
    return await work(browser)
  } finally {
    await browser.close()
    rmSync(profile, { recursive: true, force: true })
  }
}
