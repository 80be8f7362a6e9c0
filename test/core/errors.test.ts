import { expect, it } from 'vitest'
import { asError, errorCodes, TandemError } from '#core/errors.ts'

it('an error carries its code, as its name too, and its cause', () => {
  const cause = new Error('no route')
  const error = new TandemError('RemoteUnavailable', 'redis: no answer', { cause })
  expect(error).toMatchObject({ code: 'RemoteUnavailable', name: 'RemoteUnavailable', cause })
  expect(String(error)).toBe('RemoteUnavailable: redis: no answer')
})

it('every code says what it means and what to do', () => {
  for (const meaning of Object.values(errorCodes)) expect(meaning).toMatch(/; /)
})

it('whatever was thrown becomes an error', () => {
  const error = new Error('x')
  expect(asError(error)).toBe(error)
  expect(asError('text').message).toBe('text')
})
