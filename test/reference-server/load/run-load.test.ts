import { describe, expect, it } from 'vitest'
import { loopbackUrl, runLoad } from '#server/load/run-load.ts'
import { smallScenario } from './small-scenario.ts'

const options = { with: 'builtin', runDir: 'never-made', signal: new AbortController().signal } as const

describe('where load may go', () => {
  it.each(['http://127.0.0.1:8080', 'http://localhost:80/', 'http://[::1]:8080'])(
    '%s is this machine',
    (url) => {
      expect(loopbackUrl(url)).toBe(new URL(url).origin)
    },
  )

  it.each(['http://example.org', 'https://127.0.0.1', 'http://127.0.0.1.example.org', '8080', ''])(
    '"%s" is refused',
    (url) => {
      expect(() => loopbackUrl(url)).toThrow('allowed http://127.0.0.1:PORT')
    },
  )

  it('a test elsewhere, or longer than the cap, does not begin', async () => {
    await expect(runLoad(smallScenario(), 'http://example.org', options)).rejects.toThrow('this machine')
    const long = { ...smallScenario(), durationMs: 3_600_000 }
    await expect(runLoad(long, 'http://127.0.0.1:1', options)).rejects.toThrow('allowed up to 600000 ms')
  })
})
