import type { Kysely } from 'kysely'
import { createAuditTrail, refuseChanges } from './migrations-audit.ts'
import { createCodes } from './migrations-codes.ts'
import type { SqlKind } from './schema.ts'

export async function createDirectory(db: Kysely<unknown>, kind: SqlKind): Promise<void> {
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
