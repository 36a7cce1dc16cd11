import { type Kysely, sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { addAuditSearch } from './migrations-audit.ts'
import { addEditEmployee, addEmployees, addEmployeeStatus, addEmployeeWords } from './migrations-employees.ts'
import type { Schema, SqlKind } from './schema.ts'

/** Brings the schema up to date. On Postgres, processes that start at once take turns. */
export async function migrate(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  const { error } = await migrator(db, kind).migrateToLatest()
  if (error !== undefined) throw error
}

/** Whether nothing is left to migrate. Writes nothing. */
export async function isUpToDate(db: Kysely<Schema>, kind: SqlKind): Promise<boolean> {
  return (await migrator(db, kind).getMigrations()).every(({ executedAt }) => executedAt !== undefined)
}

function migrator(db: Kysely<Schema>, kind: SqlKind): Migrator {
  return new Migrator({ db, provider: { getMigrations: async () => migrations(kind) } })
}

/** In order; a migration that was released is never changed. */
function migrations(kind: SqlKind): Record<string, Migration> {
  return {
    '0001_directory': { up: (db) => createDirectory(db, kind) },
    '0002_sessions': { up: createSessions },
    '0003_receipts': { up: addReceipts },
    '0004_administration': { up: addAdministration },
    '0005_employees': { up: (db) => addEmployees(db, kind) },
    '0006_edit_employee': { up: addEditEmployee },
    '0007_kept_forms': { up: createKeptForms },
    '0008_employee_status': { up: (db) => addEmployeeStatus(db, kind) },
    '0009_notices': { up: addNotices },
    '0010_language': { up: addLanguage },
    '0011_audit_search': { up: (db) => addAuditSearch(db, kind) },
    '0012_sign_up_links': { up: createSignUpLinks },
    '0013_own_settings': { up: addOwnSettings },
    '0014_signing_keys': { up: createSigningKeys },
    '0015_quotas': { up: createQuotas },
    '0016_send_days': { up: createSendDays },
    '0017_form_holders': { up: renameFormHolders },
    '0018_employee_words': { up: (db) => addEmployeeWords(db, kind) },
    '0019_app_credentials': { up: createAppCredentials },
  }
}

async function createDirectory(db: Kysely<unknown>, kind: SqlKind): Promise<void> {
  await db.schema
    .createTable('companies')
    .addColumn('id', 'text', (id) => id.primaryKey())
    .addColumn('name', 'text', (name) => name.notNull())
    .addColumn('kind', 'text', (kindOfCompany) => kindOfCompany.notNull())
    .addColumn('partner_id', 'text')
    .execute()
  // No reference to companies: a latch outlives everything (A21).
  await db.schema
    .createTable('mandate_latches')
    .addColumn('company_id', 'text', (id) => id.primaryKey())
    .addColumn('latched_at', 'bigint', (at) => at.notNull())
    .addColumn('latched_by', 'text', (by) => by.notNull())
    .execute()
  await db.schema
    .createTable('accounts')
    .addColumn('id', 'text', (id) => id.primaryKey())
    .addColumn('company_id', 'text', (id) => id.notNull().references('companies.id'))
    .addColumn('username', 'text', (username) => username.notNull().unique())
    .addColumn('name', 'text', (name) => name.notNull())
    .addColumn('email', 'text')
    .addColumn('role', 'text', (role) => role.notNull())
    .addColumn('phone', 'text')
    .addColumn('password_hash', 'text', (hash) => hash.notNull())
    .addColumn('reminded_at', 'bigint')
    .addColumn('last_challenge_passed_at', 'bigint')
    .addColumn('sessions_valid_from', 'bigint', (from) => from.notNull())
    .addColumn('disabled_at', 'bigint')
    .execute()
  await db.schema
    .createTable('factors')
    .addColumn('id', 'text', (id) => id.primaryKey())
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('kind', 'text', (factorKind) => factorKind.notNull())
    .addColumn('phone', 'text')
    .addColumn('line_type', 'text')
    .addColumn('sealed_key', 'text')
    .addColumn('last_time_step', 'bigint')
    .addColumn('activated_at', 'bigint', (at) => at.notNull())
    .execute()
  await db.schema.createIndex('factors_by_account').on('factors').column('account_id').execute()
  await db.schema
    .createTable('browser_challenges')
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('browser_id', 'text', (id) => id.notNull())
    .addColumn('passed_at', 'bigint', (at) => at.notNull())
    .addPrimaryKeyConstraint('browser_challenges_key', ['account_id', 'browser_id'])
    .execute()
  await createCodes(db)
  await db.schema
    .createTable('failures')
    .addColumn('account_id', 'text', (id) => id.primaryKey().references('accounts.id'))
    .addColumn('in_a_row', 'integer', (inARow) => inARow.notNull())
    .addColumn('last_at', 'bigint', (at) => at.notNull())
    .execute()
  await createAuditTrail(db, kind)
  await refuseChanges(db, kind, 'mandate_latches')
  await refuseChanges(db, kind, 'audit_trail')
}

async function createCodes(db: Kysely<unknown>): Promise<void> {
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

async function createAuditTrail(db: Kysely<unknown>, kind: SqlKind): Promise<void> {
  await db.schema
    .createTable('audit_trail')
    .addColumn('id', kind === 'sqlite' ? 'integer' : 'bigint', (id) =>
      kind === 'sqlite' ? id.primaryKey().autoIncrement() : id.primaryKey().generatedAlwaysAsIdentity(),
    )
    .addColumn('at', 'bigint', (at) => at.notNull())
    .addColumn('event', 'text', (event) => event.notNull())
    .addColumn('account_id', 'text')
    .addColumn('company_id', 'text')
    .addColumn('address', 'text')
    .addColumn('request_id', 'text')
    .addColumn('outcome', 'text', (outcome) => outcome.notNull())
    .addColumn('reason', 'text')
    .execute()
  await db.schema.createIndex('audit_trail_by_account').on('audit_trail').columns(['account_id', 'at']).execute()
  await db.schema.createIndex('audit_trail_by_company').on('audit_trail').columns(['company_id', 'at']).execute()
}

async function createSessions(db: Kysely<unknown>): Promise<void> {
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

/** Which carrier took a code, and by what it knows the message. */
async function addReceipts(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('codes').addColumn('carrier', 'text').execute()
  await db.schema.alterTable('codes').addColumn('carrier_reference', 'text').execute()
}

async function addAdministration(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_trail').addColumn('actor', 'text').execute()
  await db.schema.alterTable('factors').addColumn('unproved_since', 'bigint').execute()
  await db.schema.createIndex('accounts_by_company').on('accounts').columns(['company_id', 'username']).execute()
}

/** What waits for a fresh proof: one form for each session. */
async function createKeptForms(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('kept_forms')
    .addColumn('session_hash', 'text', (hash) => hash.primaryKey())
    .addColumn('id', 'text', (id) => id.notNull())
    .addColumn('sealed', 'text', (sealed) => sealed.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** Whom a company's notices go to, and whether a stretch of failures was reported. */
async function addNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('failures').addColumn('reported_at', 'bigint').execute()
  // In the order of their pages.
  await db.schema.dropIndex('accounts_by_role').execute()
  await db.schema.createIndex('accounts_by_role').on('accounts').columns(['company_id', 'role', 'username']).execute()
}

/** What messages to an account are written in. */
async function addLanguage(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('language', 'text').execute()
}

async function createSignUpLinks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_up_links')
    .addColumn('account_id', 'text', (id) => id.primaryKey().references('accounts.id'))
    .addColumn('id', 'text', (id) => id.notNull().unique())
    .addColumn('secret_hash', 'text', (hash) => hash.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** What settings show: apps by name, and the sessions of an account. */
async function addOwnSettings(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('factors').addColumn('name', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('account_id', 'text').execute()
  await db.schema.createIndex('sessions_by_account').on('sessions').column('account_id').execute()
}

/** What signs assertions; the number is the lock under which one is made. */
async function createSigningKeys(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('signing_keys')
    .addColumn('number', 'integer', (number) => number.primaryKey())
    .addColumn('id', 'text', (id) => id.notNull())
    .addColumn('public_key', 'text', (key) => key.notNull())
    .addColumn('sealed_key', 'text', (key) => key.notNull())
    .addColumn('created_at', 'bigint', (at) => at.notNull())
    .execute()
}

async function createQuotas(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('quotas')
    .addColumn('of', 'text', (of) => of.primaryKey())
    .addColumn('used_at', 'text', (at) => at.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** Codes by day, and what else they are counted by. */
async function createSendDays(db: Kysely<unknown>): Promise<void> {
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

/** A form may be held by more than a session. */
async function renameFormHolders(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('kept_forms').renameColumn('session_hash', 'holder_hash').execute()
}

/** What people sign in to apps with. */
async function createAppCredentials(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('app_credentials')
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('app', 'text', (app) => app.notNull())
    .addColumn('sealed', 'text', (sealed) => sealed.notNull())
    .addColumn('set_at', 'bigint', (at) => at.notNull())
    .addPrimaryKeyConstraint('app_credentials_key', ['account_id', 'app'])
    .execute()
}

/** Rows are added and never touched again, whoever asks. */
async function refuseChanges(db: Kysely<unknown>, kind: SqlKind, table: string): Promise<void> {
  const name = sql.table(table)
  if (kind === 'sqlite') {
    for (const change of ['update', 'delete']) {
      const trigger = sql.id(`${table}_refuse_${change}`)
      const refusal = sql.lit(`${table} is append-only`)
      await sql`create trigger ${trigger} before ${sql.raw(change)} on ${name}
        begin select raise(abort, ${refusal}); end`.execute(db)
    }
    return
  }
  await sql`create or replace function refuse_change() returns trigger language plpgsql
    as $$ begin raise exception '% is append-only', tg_table_name; end $$`.execute(db)
  await sql`create trigger ${sql.id(`${table}_refuse_change`)} before update or delete on ${name}
    for each row execute function refuse_change()`.execute(db)
  await sql`create trigger ${sql.id(`${table}_refuse_truncate`)} before truncate on ${name}
    for each statement execute function refuse_change()`.execute(db)
}
