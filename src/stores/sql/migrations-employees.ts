import { type Kysely, type RawBuilder, sql } from 'kysely'
import { nameKey } from '../../domain/account.ts'
import { addWords } from './employee-words.ts'
import type { Schema, SqlKind } from './schema.ts'

/** What lists of employees are sorted, searched, filtered and counted by, without a look at every account. */
export async function addEmployees(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  await db.schema
    .alterTable('accounts')
    .addColumn('name_key', 'text', (key) => key.notNull().defaultTo(''))
    .execute()
  await db.schema.alterTable('accounts').addColumn('enrolled_at', 'bigint').execute()
  // Not by the database: SQLite makes only ASCII lower case.
  for (const { id, name } of await db.selectFrom('accounts').select(['id', 'name']).execute()) {
    await db
      .updateTable('accounts')
      .set({ name_key: nameKey(name) })
      .where('id', '=', id)
      .execute()
  }
  const oldest = (accountId: string) =>
    sql`(select min(activated_at) from factors where account_id = ${sql.raw(accountId)})`
  await sql`update accounts set enrolled_at = ${oldest('accounts.id')}`.execute(db)
  await followFactors(db, kind, 'insert', 'new', oldest('new.account_id'))
  await followFactors(db, kind, 'delete', 'old', oldest('old.account_id'))
  await db.schema
    .createIndex('accounts_by_name')
    .on('accounts')
    .columns(['company_id', 'name_key', 'id', 'username', 'enrolled_at', 'disabled_at'])
    .execute()
  await db.schema
    .createIndex('accounts_by_enrollment')
    .on('accounts')
    .columns(['company_id', 'disabled_at', 'enrolled_at'])
    .execute()
}

export async function addEditEmployee(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('accounts').addColumn('desk_phone', 'text').execute()
  // By which the other admins of a company are found, however many people it has.
  await db.schema.createIndex('accounts_by_role').on('accounts').columns(['company_id', 'role']).execute()
}

async function followFactors(
  db: Kysely<Schema>,
  kind: SqlKind,
  event: 'insert' | 'delete',
  row: 'new' | 'old',
  oldest: RawBuilder<unknown>,
): Promise<void> {
  const name = `factors_note_${event}`
  const note = sql`update accounts set enrolled_at = ${oldest} where id = ${sql.raw(row)}.account_id;`
  if (kind === 'sqlite') {
    await sql`create trigger ${sql.id(name)} after ${sql.raw(event)} on factors begin ${note} end`.execute(db)
    return
  }
  await sql`create function ${sql.id(name)}() returns trigger language plpgsql
    as $$ begin ${note} return null; end $$`.execute(db)
  await sql`create trigger ${sql.id(name)} after ${sql.raw(event)} on factors
    for each row execute function ${sql.id(name)}()`.execute(db)
}

/**
 * Everybody's status and last sign-in in columns of their own, so that lists are filtered and sorted by walking an index,
 * however many people there are, and so that the last sign-in outlives the lines of the trail that it came from.
 */
export async function addEmployeeStatus(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  const stored = sql.raw(kind === 'sqlite' ? 'virtual' : 'stored')
  await sql`alter table accounts add column status integer generated always as (
    case when disabled_at is not null then 3 when enrolled_at is not null then 2 when password_hash = '' then 1 else 0 end
  ) ${stored}`.execute(db)
  await db.schema
    .alterTable('accounts')
    .addColumn('last_sign_in_at', 'bigint', (at) => at.notNull().defaultTo(0))
    .execute()
  const signIns = (row: string) =>
    sql.raw(`${row}outcome = 'success' and (${row}event in ('challenge', 'enrollment', 'reminder')
    or (${row}event = 'sign_in' and ${row}reason like 'full:%'))`)
  await sql`update accounts set last_sign_in_at = coalesce(
    (select max(at) from audit_trail where account_id = accounts.id and ${signIns('')}), 0)`.execute(db)
  await followSignIns(db, kind, signIns('new.'))

  await db.schema.dropIndex('accounts_by_enrollment').execute()
  const index = (name: string, ...columns: string[]) =>
    db.schema
      .createIndex(name)
      .on('accounts')
      .columns(['company_id', ...columns])
      .execute()
  // Narrow, for counting: it is read from end to end for that.
  await index('accounts_counted', 'status')
  await index('accounts_by_status', 'status', 'name_key', 'id', 'username')
  await index('accounts_by_status_username', 'status', 'username')
  await index('accounts_by_sign_in', 'last_sign_in_at', 'id')
  await index('accounts_by_status_sign_in', 'status', 'last_sign_in_at', 'id')
}

async function followSignIns(db: Kysely<Schema>, kind: SqlKind, isSignIn: RawBuilder<unknown>): Promise<void> {
  const note = sql`update accounts set last_sign_in_at = new.at where id = new.account_id and last_sign_in_at < new.at;`
  if (kind === 'sqlite') {
    await sql`create trigger audit_trail_note_sign_in after insert on audit_trail when ${isSignIn}
      begin ${note} end`.execute(db)
    return
  }
  await sql`create function audit_trail_note_sign_in() returns trigger language plpgsql
    as $$ begin ${note} return null; end $$`.execute(db)
  await sql`create trigger audit_trail_note_sign_in after insert on audit_trail
    for each row when (${isSignIn}) execute function audit_trail_note_sign_in()`.execute(db)
}

/** By which words of name and username somebody is found, however many people a company has. */
export async function addEmployeeWords(db: Kysely<Schema>, kind: SqlKind): Promise<void> {
  // In the order of code points: in a language's own order, words with one beginning need not stand together.
  const inOrder = sql.raw(kind === 'sqlite' ? 'text' : 'text collate "C"')
  await db.schema
    .createTable('employee_words')
    .addColumn('account_id', 'text', (id) => id.notNull().references('accounts.id'))
    .addColumn('company_id', 'text', (id) => id.notNull())
    .addColumn('word', sql`${inOrder}`, (word) => word.notNull())
    .addPrimaryKeyConstraint('employee_words_of_account', ['account_id', 'word'])
    .$call((table) => (kind === 'sqlite' ? table.modifyEnd(sql`without rowid`) : table))
    .execute()
  const people = db.selectFrom('accounts').select(['id', 'company_id as companyId', 'name', 'username']).orderBy('id')
  for (let after = ''; ;) {
    const some = await people.where('id', '>', after).limit(1000).execute()
    await addWords(db, some)
    const last = some.at(-1)
    if (last === undefined) break
    after = last.id
  }
  await db.schema
    .createIndex('employee_words_by_company')
    .on('employee_words')
    .columns(['company_id', 'word', 'account_id'])
    .execute()
}
