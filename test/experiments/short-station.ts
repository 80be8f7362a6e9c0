import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder of its own for a test. */
export const folder = (): string => mkdtempSync(join(tmpdir(), 'tandem-test-'))

/** A station of one virtual second: 800 customers, utilisation 0.8. */
export const stationText = `model: station
name: short station
duration: 1 s
warmUp: 100 ms
replications: 4
interarrival: { shape: exponential, mean: 1.25 ms }
service: { shape: exponential, mean: 1 ms }
servers: 1
`

/** The path of a file with that station, changed by more lines. */
export function stationFile(more = ''): string {
  const path = join(folder(), 'station.yaml')
  writeFileSync(path, stationText + more)
  return path
}
