import { findProgram } from '#server/program.ts'

/** Whether a system program is there. In CI a missing one is a failure, elsewhere its tests are skipped with the reason. */
export function isAvailable(name: string, use: string): boolean {
  if (findProgram(name) !== undefined) return true
  if (process.env.CI === 'true') throw new Error(`${name} must be there in CI: ${use}`)
  process.stderr.write(`skipped: ${use}, because ${name} is missing; npm run setup installs it\n`)
  return false
}
