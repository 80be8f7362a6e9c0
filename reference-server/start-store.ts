/** The shared cache: a real Redis where there is one, otherwise embedded in the launcher, and it says so. */
import { TandemError } from '#core/errors.ts'
import type { StoreChoice } from './backing.ts'
import { type Site, type Started, startProgram, untilListening } from './child.ts'
import { freePort } from './free-port.ts'
import { findProgram, versionOf } from './program.ts'

export interface StartedStore extends Started {
  readonly choice: StoreChoice
  readonly pid: number | undefined
  /** Starts Redis once more where it was, after it has died; gives the new process. */
  restart(): Promise<number>
}

export async function startStore(
  { store = 'auto', runDir }: { store?: 'auto' | 'redis' | 'embedded' | undefined; runDir: string },
  site: Site,
): Promise<StartedStore> {
  const program = store === 'embedded' ? undefined : findProgram('redis-server')
  if (program === undefined) {
    if (store === 'redis')
      throw new TandemError(
        'ProgramMissing',
        'redis-server is not on this machine; to enable it: apt-get install redis-server',
      )
    return {
      choice: { kind: 'parent' },
      part: 'embedded store (not real)',
      pid: undefined,
      restart: () => Promise.reject(needsRedis()),
    }
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
  const start = async (name: string) => {
    const started = await startProgram(name, ['SIGTERM', program, ...words], runDir, site)
    await untilListening(port, name)
    return started
  }
  const { child, pid } = await start('redis')
  let lives = 1
  return {
    choice: { kind: 'redis', port },
    part: `${versionOf(program)} (real)`,
    child,
    pid,
    restart: async () => (await start(`redis.${++lives}`)).pid,
  }
}

/** What an embedded store cannot suffer. */
export const needsRedis = (): TandemError =>
  new TandemError(
    'ProgramMissing',
    'faults: these need a real Redis; to enable it: apt-get install redis-server, and do not ask for the embedded store',
  )
