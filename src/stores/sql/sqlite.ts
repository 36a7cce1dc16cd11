import { closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from 'kysely'
import { asLoss } from './loss.ts'
import { migrate } from './migrations.ts'
import type { Schema } from './schema.ts'

/** How long another process that writes to the same file is waited for; the event loop stands still meanwhile. */
const BUSY_TIMEOUT_MS = 2000

/** Opens the file, made readable to its owner alone if it is new, with its schema up to date. */
export async function openSqlite(file: string): Promise<Kysely<Schema>> {
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselyDatabase(openFile(file)) }) })
  try {
    await migrateInOneStep(db)
    return db
  } catch (error) {
    await db.destroy()
    throw error
  }
}

/** Opens a file that is there, for reading alone, with its schema as it is. */
export function openSqliteReader(file: string): Kysely<Schema> {
  const database = unlessLost(() => new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: true }))
  return new Kysely<Schema>({ dialect: new SqliteDialect({ database: kyselyDatabase(database) }) })
}

function openFile(file: string): DatabaseSync {
  return unlessLost(() => {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    closeSync(openSync(file, 'a', 0o600))
    const db = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: true })
    // FULL: in WAL mode, NORMAL would lose the last answers when the machine loses power.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    return db
  })
}

/** A process that dies half-way leaves the schema as it was; one that starts at the same time waits. */
async function migrateInOneStep(db: Kysely<Schema>): Promise<void> {
  await db.connection().execute(async (connection) => {
    await sql`begin immediate`.execute(connection)
    try {
      await migrate(connection, 'sqlite')
      await sql`commit`.execute(connection)
    } catch (error) {
      await sql`rollback`.execute(connection)
      throw error
    }
  })
}

/** What Kysely's dialect asks of a database, over node:sqlite. */
function kyselyDatabase(db: DatabaseSync): SqliteDatabase {
  return {
    close: () => db.close(),
    prepare(text) {
      const statement = unlessLost(() => db.prepare(text))
      return {
        reader: statement.columns().length > 0,
        all: (values) => unlessLost(() => statement.all(...values.map(bindable))),
        run: (values) => unlessLost(() => statement.run(...values.map(bindable))),
        iterate: (values) => unlessLost(() => statement.iterate(...values.map(bindable))),
      }
    },
  }
}

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value
  throw new TypeError(`a value of type ${typeof value} cannot be bound`)
}

function unlessLost<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw asLoss(error)
  }
}
