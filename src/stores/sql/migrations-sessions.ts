import type { Kysely } from 'kysely'

export async function createSessions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (id) => id.primaryKey())
    .addColumn('data', 'text', (data) => data.notNull())
    .addColumn('idle_ms', 'bigint', (idle) => idle.notNull())
    .addColumn('ends_at', 'bigint', (at) => at.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .addColumn('ended_at', 'bigint')
    .execute()
  await db.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute()
}

/** What waits for a fresh proof: one form for each session. */
export async function createKeptForms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('kept_forms')
    .addColumn('session_hash', 'text', (hash) => hash.primaryKey())
    .addColumn('id', 'text', (id) => id.notNull())
    .addColumn('sealed', 'text', (sealed) => sealed.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** A form may be held by more than a session. */
export async function renameFormHolders(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('kept_forms').renameColumn('session_hash', 'holder_hash').execute()
}

/** What signs assertions; the number is the lock under which one is made. */
export async function createSigningKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signing_keys')
    .addColumn('number', 'integer', (number) => number.primaryKey())
    .addColumn('id', 'text', (id) => id.notNull())
    .addColumn('public_key', 'text', (key) => key.notNull())
    .addColumn('sealed_key', 'text', (key) => key.notNull())
    .addColumn('created_at', 'bigint', (at) => at.notNull())
    .execute()
}
