import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { canonicalUsername, type EpochMs, nameKey } from '../../domain/account.ts'
import { refusedUntil } from '../../domain/failure.ts'
import type { Employee, EmployeeDirectory, EmployeeQuery, EnrollmentCounts } from '../../domain/ports.ts'
import { hasOtherAdmin, withFactors } from './accounts-administration.ts'
import type { AccountsTable, Schema } from './schema.ts'

/** Longer than any wait that `refusedUntil` answers for fewer failures than lock an account. */
const WAITS_END_WITHIN_MS = 60 * 60_000
const LOCKS_FROM_IN_A_ROW = 100

/** The people of one company over SQL. */
export function sqlEmployees(db: Kysely<Schema>): EmployeeDirectory {
  return {
    async counts(companyId) {
      return (await countsOf(db, [companyId])).get(companyId) ?? { people: 0, enrolled: 0 }
    },
    countsOf: (companyIds) => countsOf(db, companyIds),
    async find(companyId, accountId) {
      const row = await db
        .selectFrom('accounts')
        .selectAll()
        .where('id', '=', accountId)
        .where('company_id', '=', companyId)
        .executeTakeFirst()
      const [found = null] = row === undefined ? [] : await employeesOf(db, [row])
      return found
    },
    hasOtherAdmin: (companyId, accountId) => hasOtherAdmin(db, companyId, accountId),
    page: (query) => page(db, query),
  }
}

/** Reads nothing but an index. */
export function countQuery(db: Kysely<Schema>, companyIds: string[]) {
  return db
    .selectFrom('accounts')
    .select((eb) => [
      'company_id',
      eb.fn.countAll<number | string>().as('people'),
      eb.fn.count<number | string>('enrolled_at').as('enrolled'),
    ])
    .where('company_id', 'in', companyIds)
    .where('disabled_at', 'is', null)
    .groupBy('company_id')
}

async function countsOf(db: Kysely<Schema>, companyIds: string[]): Promise<Map<string, EnrollmentCounts>> {
  if (companyIds.length === 0) return new Map()
  const rows = await countQuery(db, companyIds).execute()
  return new Map(rows.map((row) => [row.company_id, { people: Number(row.people), enrolled: Number(row.enrolled) }]))
}

/** Walks an index in the order that is asked for, from where the page before ended. `locked` holds the ids that count as locked. */
export function pageQuery(
  db: Kysely<Schema>,
  query: Pick<EmployeeQuery, 'companyId' | 'search' | 'status' | 'sort' | 'limit'>,
  { after, locked }: { after: Position | null; locked: string[] },
) {
  const { companyId, search, status, sort, limit } = query
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  const operator = direction === 'asc' ? sql`>` : sql`<`
  const byName = sort.endsWith('username') ? null : sql.ref('name_key')
  return db
    .selectFrom('accounts')
    .selectAll()
    .where('company_id', '=', companyId)
    .$if(search !== '', (employees) =>
      employees.where((eb) =>
        eb.or([holds('name_key', nameKey(search)), holds('username', canonicalUsername(search) || search)]),
      ),
    )
    .$call((employees) => withStatus(employees, status, locked))
    .$if(after !== null, (employees) =>
      employees.where(
        byName === null
          ? sql<boolean>`username ${operator} ${after?.username}`
          : sql<boolean>`(name_key, id) ${operator} (${after?.name_key}, ${after?.id})`,
      ),
    )
    .$if(byName !== null, (employees) => employees.orderBy('name_key', direction).orderBy('id', direction))
    .$if(byName === null, (employees) => employees.orderBy('username', direction))
    .limit(limit)
}

type Position = Pick<AccountsTable, 'id' | 'username' | 'name_key'>

async function page(db: Kysely<Schema>, query: EmployeeQuery): Promise<{ employees: Employee[]; more: boolean }> {
  const after = query.after === null ? null : await positionOf(db, query.companyId, query.after)
  const locked = query.status === 'locked' ? await lockedIn(db, query) : []
  const rows = await pageQuery(db, { ...query, limit: query.limit + 1 }, { after, locked }).execute()
  return { employees: await employeesOf(db, rows.slice(0, query.limit)), more: rows.length > query.limit }
}

/** The employees of these rows, in their order. */
async function employeesOf(db: Kysely<Schema>, rows: Selectable<AccountsTable>[]): Promise<Employee[]> {
  if (rows.length === 0) return []
  const accounts = await withFactors(db, rows)
  const ids = accounts.map(({ id }) => id)
  const failures = await db.selectFrom('failures').selectAll().where('account_id', 'in', ids).execute()
  const failuresOf = new Map(failures.map((row) => [row.account_id, { inARow: row.in_a_row, lastAt: row.last_at }]))
  const signedInAt = new Map((await lastSignInQuery(db, ids).execute()).map(({ id, at }) => [id, at]))
  const deskPhones = new Map(rows.map(({ id, desk_phone: deskPhone }) => [id, deskPhone]))
  return accounts.map((account) => ({
    account,
    deskPhone: deskPhones.get(account.id) ?? null,
    failures: failuresOf.get(account.id) ?? null,
    lastSignInAt: signedInAt.get(account.id) ?? null,
  }))
}

/** For each of them, walks its lines of the trail backwards until one says that they got in. */
export function lastSignInQuery(db: Kysely<Schema>, ids: string[]) {
  return db
    .selectFrom('accounts')
    .select((eb) => [
      'accounts.id',
      eb
        .selectFrom('audit_trail')
        .select('audit_trail.at')
        .whereRef('audit_trail.account_id', '=', 'accounts.id')
        .where('outcome', '=', 'success')
        .where((event) =>
          event.or([
            event('event', 'in', ['challenge', 'enrollment', 'reminder']),
            event.and([event('event', '=', 'sign_in'), event('reason', 'like', 'full:%')]),
          ]),
        )
        .orderBy('audit_trail.at', 'desc')
        .limit(1)
        .as('at'),
    ])
    .where('accounts.id', 'in', ids)
}

async function positionOf(db: Kysely<Schema>, companyId: string, id: string): Promise<Position | null> {
  const found = await db
    .selectFrom('accounts')
    .select(['id', 'username', 'name_key'])
    .where('id', '=', id)
    .where('company_id', '=', companyId)
    .executeTakeFirst()
  return found ?? null
}

/** Few at any time: whoever is let in again, or waits it out, is none of them any more. */
async function lockedIn(
  db: Kysely<Schema>,
  { companyId, now }: { companyId: string; now: EpochMs },
): Promise<string[]> {
  const rows = await db
    .selectFrom('failures')
    .innerJoin('accounts', 'accounts.id', 'failures.account_id')
    .select(['account_id', 'in_a_row', 'last_at'])
    .where('company_id', '=', companyId)
    .where((eb) => eb.or([eb('in_a_row', '>=', LOCKS_FROM_IN_A_ROW), eb('last_at', '>', now - WAITS_END_WITHIN_MS)]))
    .limit(1000)
    .execute()
  return rows
    .filter((row) => refusedUntil({ inARow: row.in_a_row, lastAt: row.last_at }, now) !== null)
    .map((row) => row.account_id)
}

function withStatus<O>(
  employees: SelectQueryBuilder<Schema, 'accounts', O>,
  status: EmployeeQuery['status'],
  locked: string[],
): SelectQueryBuilder<Schema, 'accounts', O> {
  switch (status) {
    case null:
      return employees
    case 'enrolled':
      return employees.where('enrolled_at', 'is not', null).where('disabled_at', 'is', null)
    case 'not_enrolled':
      return employees.where('enrolled_at', 'is', null).where('disabled_at', 'is', null)
    case 'disabled':
      return employees.where('disabled_at', 'is not', null)
    case 'locked':
      return locked.length === 0 ? employees.where(sql<boolean>`1 = 0`) : employees.where('id', 'in', locked)
  }
}

/** `%` and `_` stand for themselves. */
function holds(column: 'name_key' | 'username', text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`
}
