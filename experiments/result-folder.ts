import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'

/** Writes a result file. Errors: OutputFailed naming the file and the reason (disk full, not a folder, no permission). */
export function writeResult(folder: string, name: string, text: string): string {
  const path = join(folder, name)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, text)
  } catch (error) {
    throw new TandemError('OutputFailed', `${path}: cannot be written: ${(error as Error).message}`)
  }
  return path
}
