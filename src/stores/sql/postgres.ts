import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { DatabaseError, Pool, type PoolConfig, TypeOverrides, types } from 'pg'
import type { Logger } from 'pino'
import type { PostgresSettings } from '../../config/settings.ts'
import { asLoss } from './loss.ts'
import { migrate } from './migrations.ts'
import type { Schema } from './schema.ts'

const CONNECT_TIMEOUT_MS = 2000
const STATEMENT_TIMEOUT_MS = 5000
/** When the server says nothing at all, not even that the statement took too long. */
const SILENCE_TIMEOUT_MS = STATEMENT_TIMEOUT_MS + 1000

/** Connects to the database at `url`, with its schema up to date. Connections that are lost later come back by themselves. */
export async function openPostgres({ url, connections }: PostgresSettings, log: Logger): Promise<Kysely<Schema>> {
  await migrateAlone(url, log)
  return kyselyOver(
    connect(url, log, {
      max: connections,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: SILENCE_TIMEOUT_MS,
      idle_in_transaction_session_timeout: SILENCE_TIMEOUT_MS,
    }),
  )
}

/** For reading alone, which the database itself sees to, with the schema as it is. */
export function openPostgresReader(url: string, log: Logger): Kysely<Schema> {
  return kyselyOver(
    connect(url, log, {
      max: 1,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: SILENCE_TIMEOUT_MS,
      options: '-c default_transaction_read_only=on',
    }),
  )
}

/** On a connection of its own without time limits: while one process migrates, others wait for it. */
async function migrateAlone(url: string, log: Logger): Promise<void> {
  const db = kyselyOver(connect(url, log, { max: 1 }))
  try {
    await migrate(db, 'postgres')
  } finally {
    await db.destroy()
  }
}

function connect(url: string, log: Logger, limits: PoolConfig): Pool {
  // BIGINT comes as text, for fear of numbers beyond 2^53; ours are milliseconds, counts and time steps.
  const parsers = new TypeOverrides()
  parsers.setTypeParser(types.builtins.INT8, Number)
  const pool = new Pool({
    connectionString: url,
    application_name: 'gatehouse',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types: parsers,
    ...limits,
  })
  // A connection that breaks with nobody listening to it ends the process. The pool listens to idle ones
  // and passes it on; one that breaks between two statements of a transaction is not idle.
  pool.on('connect', (client) => {
    client.on('error', (err) => log.warn({ err }, 'a connection to the directory was lost'))
  })
  pool.on('error', () => {})
  return pool
}

function kyselyOver(pool: Pool): Kysely<Schema> {
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool: withoutBrokenConnections(pool) }) })
}

/** A pool hands a connection out again after a query on it timed out, with the old query still under way: not this one. */
function withoutBrokenConnections(pool: Pool): PostgresPool {
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect(): Promise<PostgresPoolClient> {
      const client = await pool.connect().catch((error: unknown) => {
        throw asLoss(error)
      })
      let broken: unknown
      return Object.assign(Object.create(client), {
        async query(text: string, values: readonly unknown[]) {
          // No rollback on it either: it would wait as long again.
          if (broken !== undefined) throw asLoss(broken)
          try {
            return await client.query(text, [...values])
          } catch (error) {
            if (!(error instanceof DatabaseError)) broken = error
            throw asLoss(error)
          }
        },
        release: (discard?: boolean) => client.release(discard === true || broken !== undefined),
      })
    },
  }
}
