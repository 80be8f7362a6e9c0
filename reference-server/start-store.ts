/** The shared cache: a real Redis where there is one, otherwise embedded in the launcher, and it says so. */
import { TandemError } from '#core/errors.ts'
import type { StoreChoice } from './backing.ts'
import { type Site, type Started, startProgram, untilListening } from './child.ts'
import { freePort } from './free-port.ts'
import { findProgram, versionOf } from './program.ts'

export async function startStore(
  { store = 'auto', runDir }: { store?: 'auto' | 'redis' | 'embedded' | undefined; runDir: string },
  site: Site,
): Promise<Started & { choice: StoreChoice; pid: number | undefined }> {
  const program = store === 'embedded' ? undefined : findProgram('redis-server')
  if (program === undefined) {
    if (store === 'redis')
      throw new TandemError(
        'ProgramMissing',
        'redis-server is not on this machine; to enable it: apt-get install redis-server',
      )
    return { choice: { kind: 'parent' }, part: 'embedded store (not real)', pid: undefined }
  }
  const port = await freePort()
  const words = [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--appendonly',
    'no',
    '--maxmemory',
    '512mb',
    '--maxmemory-policy',
    'allkeys-lru',
    '--dir',
    site.folder,
  ]
  const { child, pid } = await startProgram('redis', ['SIGTERM', program, ...words], runDir, site)
  await untilListening(port, 'redis')
  return { choice: { kind: 'redis', port }, part: `${versionOf(program)} (real)`, child, pid }
}
