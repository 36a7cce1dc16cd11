import { type Kysely, sql } from 'kysely'
import type { Schema, SqlKind } from './schema.ts'

export async function createAuditTrail(db: Kysely<unknown>, kind: SqlKind): Promise<void> {
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

/** Rows are added and never touched again, whoever asks. */
export async function refuseChanges(db: Kysely<unknown>, kind: SqlKind, table: string): Promise<void> {
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

/**
 * What the audit trail is searched by, newest first, and retention: the one thing that may remove lines. It says in a row
 * of its own, and within its transaction, before when; the database lets go of nothing younger, whoever asks.
 */
export async function addAuditSearch(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  await db.schema
    .createTable('audit_retention')
    .addColumn('claimed_at', 'bigint', (at) => at.notNull())
    .addColumn('horizon', 'bigint', (at) => at.notNull())
    .execute()
  await db.insertInto('audit_retention').values({ claimed_at: 0, horizon: 0 }).execute()
  await (kind === 'sqlite' ? onSqlite(db) : onPostgres(db))

  for (const name of ['audit_trail_by_account', 'audit_trail_by_company']) await db.schema.dropIndex(name).execute()
  const index = (name: string, columns: string[]) =>
    db.schema
      .createIndex(name)
      .on('audit_trail')
      .columns([...columns, 'at', 'id'])
      .execute()
  await index('audit_trail_by_company', ['company_id'])
  await index('audit_trail_by_account', ['account_id'])
  await index('audit_trail_by_event', ['company_id', 'event'])
  await index('audit_trail_by_address', ['company_id', 'address'])
  await sql`create index audit_trail_by_actor on audit_trail (actor, at, id) where actor is not null`.execute(db)
}

const COMPANY_OF_ACCOUNT = sql`update audit_trail
  set company_id = (select company_id from accounts where accounts.id = audit_trail.account_id)
  where company_id is null and account_id is not null`

async function onSqlite(db: Kysely<Schema>): Promise<void> {
  await sql`drop trigger audit_trail_refuse_update`.execute(db)
  await COMPANY_OF_ACCOUNT.execute(db)
  await sql`create trigger audit_trail_refuse_update before update on audit_trail
    begin select raise(abort, 'audit_trail is append-only'); end`.execute(db)
  await sql`drop trigger audit_trail_refuse_delete`.execute(db)
  await sql`create trigger audit_trail_refuse_delete before delete on audit_trail
    when old.at >= coalesce((select max(horizon) from audit_retention), 0)
    begin select raise(abort, 'audit_trail is append-only'); end`.execute(db)
}

async function onPostgres(db: Kysely<Schema>): Promise<void> {
  await sql`drop trigger audit_trail_refuse_change on audit_trail`.execute(db)
  await COMPANY_OF_ACCOUNT.execute(db)
  await sql`create function audit_trail_refuse_change() returns trigger language plpgsql as $$ begin
    if tg_op = 'DELETE' and old.at < coalesce((select max(horizon) from audit_retention), 0) then return old; end if;
    raise exception '% is append-only', tg_table_name; end $$`.execute(db)
  await sql`create trigger audit_trail_refuse_change before update or delete on audit_trail
    for each row execute function audit_trail_refuse_change()`.execute(db)
}
