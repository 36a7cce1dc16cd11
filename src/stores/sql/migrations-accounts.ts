import type { Kysely } from 'kysely'

export async function addAdministration(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('audit_trail').addColumn('actor', 'text').execute()
  await db.schema.alterTable('factors').addColumn('unproved_since', 'bigint').execute()
  await db.schema.createIndex('accounts_by_company').on('accounts').columns(['company_id', 'username']).execute()
}

/** Whom a company's notices go to, and whether a stretch of failures was reported. */
export async function addNotices(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('failures').addColumn('reported_at', 'bigint').execute()
  // In the order of their pages.
  await db.schema.dropIndex('accounts_by_role').execute()
  await db.schema.createIndex('accounts_by_role').on('accounts').columns(['company_id', 'role', 'username']).execute()
}

/** What messages to an account are written in. */
export async function addLanguage(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('language', 'text').execute()
}

export async function createSignUpLinks(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sign_up_links')
    .addColumn('account_id', 'text', (id) => id.primaryKey().references('accounts.id'))
    .addColumn('id', 'text', (id) => id.notNull().unique())
    .addColumn('secret_hash', 'text', (hash) => hash.notNull())
    .addColumn('expires_at', 'bigint', (at) => at.notNull())
    .execute()
}

/** What settings show: apps by name, and the sessions of an account. */
export async function addOwnSettings(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('factors').addColumn('name', 'text').execute()
  await db.schema.alterTable('sessions').addColumn('account_id', 'text').execute()
  await db.schema.createIndex('sessions_by_account').on('sessions').column('account_id').execute()
}

/** What people sign in to apps with. */
export async function createAppCredentials(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('app_credentials')
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('app', 'text', (app) => app.notNull())
    .addColumn('sealed', 'text', (sealed) => sealed.notNull())
    .addColumn('set_at', 'bigint', (at) => at.notNull())
    .addPrimaryKeyConstraint('app_credentials_key', ['account_id', 'app'])
    .execute()
}
