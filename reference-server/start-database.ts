/** The database: PostgreSQL of DATABASE_URL, one started here, or one embedded in the launcher, and it says so. */
import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TandemError } from '#core/errors.ts'
import type { WebScenario } from '#core/scenario.ts'
import type { DatabaseChoice } from './backing.ts'
import { type Site, type Started, startProgram, untilDone } from './child.ts'
import { preparePostgres } from './database-postgres.ts'
import { freePort } from './free-port.ts'
import { findProgram, versionOf } from './program.ts'

export async function startDatabase(
  scenario: WebScenario,
  { database = 'auto', runDir }: { database?: 'auto' | 'embedded' | undefined; runDir: string },
  site: Site,
): Promise<Started & { choice: DatabaseChoice }> {
  const { workload, render } = scenario
  const prepare = (url: string) =>
    preparePostgres(url, workload.pages * render.shardsMax, render.shardsMax, workload.tenants)
  if (database === 'auto' && process.env.DATABASE_URL !== undefined) {
    await prepare(process.env.DATABASE_URL).catch((error: Error) => {
      throw new TandemError(
        'OriginUnavailable',
        `DATABASE_URL: this PostgreSQL cannot be used: ${error.message}; correct it, or leave it out to have one started`,
      )
    })
    return {
      choice: { kind: 'postgres', url: process.env.DATABASE_URL },
      part: 'PostgreSQL of DATABASE_URL (real)',
    }
  }
  const program = database === 'embedded' ? undefined : findProgram('postgres')
  const initdb = findProgram('initdb')
  const owner = postgresOwner()
  if (program === undefined || initdb === undefined || owner === undefined)
    return { choice: { kind: 'parent' }, part: 'embedded database (not real)' }
  const port = await freePort()
  const data = join(site.folder, 'postgres')
  mkdirSync(data)
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid!)
  execFileSync(initdb, ['-D', data, '-U', 'tandem', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'], {
    stdio: 'ignore',
    cwd: site.folder,
    ...owner,
  })
  const words = [
    '-D',
    data,
    '-p',
    String(port),
    '-h',
    '127.0.0.1',
    '-k',
    '',
    '-c',
    'fsync=off',
    '-c',
    'max_connections=200',
  ]
  const environment =
    owner.uid === undefined ? {} : { TANDEM_UID: String(owner.uid), TANDEM_GID: String(owner.gid) }
  const { child } = await startProgram('postgres', ['SIGINT', program, ...words], runDir, site, environment)
  const url = `postgres://tandem@127.0.0.1:${port}/postgres`
  await untilDone(() => prepare(url), 'postgres')
  return { choice: { kind: 'postgres', url }, part: `${versionOf(program)} (real)`, child }
}

/** PostgreSQL refuses to run as root: then another user owns it. Undefined when there is none. */
function postgresOwner(): { uid?: number; gid?: number } | undefined {
  if (process.getuid?.() !== 0) return {}
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  return user === undefined ? undefined : { uid: Number(user[2]), gid: Number(user[3]) }
}
