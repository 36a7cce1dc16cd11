import { type Kysely, sql } from 'kysely'

export async function createCodes(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('codes')
    .addColumn('id', 'text', (id) => id.primaryKey())
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('session_hash', 'text', (hash) => hash.notNull())
    .addColumn('purpose', 'text', (purpose) => purpose.notNull())
    .addColumn('channel', 'text', (channel) => channel.notNull())
    .addColumn('phone', 'text', (phone) => phone.notNull())
    .addColumn('code_hash', 'text', (hash) => hash.notNull())
    .addColumn('issued_at', 'bigint', (at) => at.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .addColumn('tries_left', 'integer', (tries) => tries.notNull())
    .addColumn('state', 'text', (state) => state.notNull())
    .execute()
  await db.schema.createIndex('codes_by_account').on('codes').columns(['account_id', 'issued_at']).execute()
  await db.schema.createIndex('codes_by_phone').on('codes').columns(['phone', 'issued_at']).execute()
  await sql`create unique index codes_one_live on codes (account_id) where state = 'live'`.execute(db)
  await db.schema
    .createTable('number_locks')
    .addColumn('phone', 'text', (phone) => phone.primaryKey())
    .execute()
}

/** Which carrier took a code, and by what it knows the message. */
export async function addReceipts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('codes').addColumn('carrier', 'text').execute()
  await db.schema.alterTable('codes').addColumn('carrier_reference', 'text').execute()
}

export async function createQuotas(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('quotas')
    .addColumn('of', 'text', (of) => of.primaryKey())
    .addColumn('used_at', 'text', (at) => at.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** Codes by day, and what else they are counted by. */
export async function createSendDays(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('send_days')
    .addColumn('of', 'text', (of) => of.notNull())
    .addColumn('day', 'integer', (day) => day.notNull())
    .addColumn('sent', 'integer', (sent) => sent.notNull())
    .addPrimaryKeyConstraint('send_days_key', ['of', 'day'])
    .execute()
  await db.schema.alterTable('codes').addColumn('address', 'text').execute()
  await db.schema.alterTable('codes').addColumn('country', 'text').execute()
}
