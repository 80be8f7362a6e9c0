import pg from 'pg'
import { asError, TandemError } from '#core/errors.ts'
import { type DatabasePort, firstVersion, initialText, rowEntry } from './database.ts'

const loadText = 'SELECT version, body FROM fragment WHERE tenant = $1 AND key = $2'
const storeText = `INSERT INTO fragment (tenant, key, version, body) VALUES ($1, $2, ${firstVersion + 1}, $3)
ON CONFLICT (tenant, key) DO UPDATE SET version = fragment.version + 1, body = excluded.body RETURNING version`

/** The database in a real PostgreSQL. Parameters: connection URL; connections in the pool of this process, 1 and up. */
export function postgresDatabase(url: string, connections: number): DatabasePort {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    connectionTimeoutMillis: 5_000,
    allowExitOnIdle: true,
  })
  // A connection lost while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => {})

  async function query(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Record<string, unknown> | undefined> {
    try {
      return (await pool.query({ name, text, values })).rows[0] as Record<string, unknown> | undefined
    } catch (error) {
      throw new TandemError('OriginUnavailable', `postgres: ${asError(error).message}`)
    }
  }

  return {
    async load(key) {
      const row = await query('load', loadText, [key.tenant, key.key])
      return rowEntry(key, Number(row?.version ?? firstVersion), String(row?.body ?? initialText(key)))
    },
    async store(input) {
      const row = await query('store', storeText, [input.tenant, input.key, String(input.value)])
      return rowEntry(input, Number(row?.version), String(input.value))
    },
    close: () => pool.end(),
  }
}

/** Creates the table and fills it with the rows of the scenario's pages (at most 50,000; the others are made when first written). */
export async function preparePostgres(
  url: string,
  keys: number,
  slots: number,
  tenants: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(
      `DROP TABLE IF EXISTS fragment; CREATE TABLE fragment (tenant int, key int, version bigint NOT NULL, body text NOT NULL, PRIMARY KEY (tenant, key))`,
    )
    await client.query(
      `INSERT INTO fragment SELECT (k / $2::int) % $3::int, k, ${firstVersion}, 'fragment ' || k || ' of tenant ' || ((k / $2::int) % $3::int) FROM generate_series(0, $1::int) k`,
      [Math.min(keys, 50_000) - 1, slots, tenants],
    )
    await client.query('ANALYZE fragment')
  } finally {
    await client.end()
  }
}
