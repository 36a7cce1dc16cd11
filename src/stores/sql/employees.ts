import { type Kysely, type Selectable, type SelectQueryBuilder, sql } from 'kysely'
import { canonicalUsername, type EpochMs, nameKey } from '../../domain/account.ts'
import { refusedUntil } from '../../domain/failure.ts'
import type {
  Employee,
  EmployeeDirectory,
  EmployeeQuery,
  EmployeeSort,
  EmployeeStatus,
  EnrollmentCounts,
} from '../../domain/ports/employees.ts'
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
    async named(companyId, accountIds) {
      if (accountIds.length === 0) return new Map()
      const rows = await db
        .selectFrom('accounts')
        .select(['id', 'name', 'username'])
        .where('id', 'in', [...new Set(accountIds)])
        .where('company_id', '=', companyId)
        .execute()
      return new Map(rows.map(({ id, ...person }) => [id, person]))
    },
    async admins(companyId, after) {
      return withFactors(db, await adminsQuery(db, companyId, after).execute())
    },
  }
}

/** Walks the index of those who are admins. */
export function adminsQuery(
  db: Kysely<Schema>,
  companyId: string,
  { after, limit }: { after: string | null; limit: number },
) {
  return db
    .selectFrom('accounts')
    .selectAll()
    .where('company_id', '=', companyId)
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('password_hash', '!=', '')
    .$if(after !== null, (admins) => admins.where('username', '>', after))
    .orderBy('username')
    .limit(limit)
}

/** In the order of the column `status`. */
const STATUSES = ['not_enrolled', 'invited', 'enrolled', 'disabled'] as const satisfies EmployeeStatus[]

/** By what each order sorts: columns of one index, of which the last tells everybody apart. */
const ORDERS = {
  name: ['name_key', 'id'],
  username: ['username'],
  last_sign_in: ['last_sign_in_at', 'id'],
  status: ['status', 'name_key', 'id'],
} as const satisfies Record<Unsigned<EmployeeSort>, (keyof AccountsTable)[]>
type Unsigned<Sort extends string> = Sort extends `-${string}` ? never : Sort

/** Reads nothing but an index. */
export function countQuery(db: Kysely<Schema>, companyIds: string[]) {
  return db
    .selectFrom('accounts')
    .select((eb) => ['company_id', 'status', eb.fn.countAll<number | string>().as('people')])
    .where('company_id', 'in', companyIds)
    .where('status', '<', STATUSES.indexOf('disabled'))
    .groupBy(['company_id', 'status'])
}

async function countsOf(db: Kysely<Schema>, companyIds: string[]): Promise<Map<string, EnrollmentCounts>> {
  if (companyIds.length === 0) return new Map()
  const rows = Map.groupBy(await countQuery(db, companyIds).execute(), (row) => row.company_id)
  const total = (some: { people: number | string }[]): number =>
    some.reduce((sum, { people }) => sum + Number(people), 0)
  const isEnrolled = ({ status }: { status: number }): boolean => status === STATUSES.indexOf('enrolled')
  return new Map([...rows].map(([id, of]) => [id, { people: total(of), enrolled: total(of.filter(isEnrolled)) }]))
}

/** Walks an index in the order that is asked for, from where the page before ended. `locked` holds the ids that count as locked. */
export function pageQuery(
  db: Kysely<Schema>,
  query: Pick<EmployeeQuery, 'companyId' | 'search' | 'status' | 'sort' | 'limit'>,
  { after, locked }: { after: Position | null; locked: string[] },
) {
  const { companyId, search, status, sort, limit } = query
  const [direction, operator] = sort.startsWith('-') ? (['desc', sql`<`] as const) : (['asc', sql`>`] as const)
  const columns = ORDERS[unsigned(sort)]
  const employees = db
    .selectFrom('accounts')
    .selectAll()
    .where('company_id', '=', companyId)
    .$if(search !== '', (some) =>
      some.where((eb) =>
        eb.or([holds('name_key', nameKey(search)), holds('username', canonicalUsername(search) || search)]),
      ),
    )
    .$call((some) => withStatus(some, status, locked))
    .$if(after !== null, (some) => {
      const place = columns.map((column) => sql`${after?.[column]}`)
      return some.where(
        sql<boolean>`(${sql.join(columns.map((column) => sql.ref(column)))}) ${operator} (${sql.join(place)})`,
      )
    })
    .limit(limit)
  return columns.reduce((ordered, column) => ordered.orderBy(column, direction), employees)
}

function unsigned(sort: EmployeeSort): Unsigned<EmployeeSort> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left of a sort without its sign is one
  return sort.replace('-', '') as Unsigned<EmployeeSort>
}

export type Position = Pick<Selectable<AccountsTable>, 'id' | 'username' | 'name_key' | 'status' | 'last_sign_in_at'>

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
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  return accounts.map((account) => ({
    account,
    deskPhone: rowOf.get(account.id)?.desk_phone ?? null,
    failures: failuresOf.get(account.id) ?? null,
    // Nobody signed in at the epoch: 0 stands for never.
    lastSignInAt: rowOf.get(account.id)?.last_sign_in_at || null,
  }))
}

async function positionOf(db: Kysely<Schema>, companyId: string, id: string): Promise<Position | null> {
  const found = await db
    .selectFrom('accounts')
    .select(['id', 'username', 'name_key', 'status', 'last_sign_in_at'])
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
    case 'locked':
      return locked.length === 0 ? employees.where(sql<boolean>`1 = 0`) : employees.where('id', 'in', locked)
    case 'not_enrolled':
    case 'invited':
    case 'enrolled':
    case 'disabled':
      return employees.where('status', '=', STATUSES.indexOf(status))
  }
}

/** `%` and `_` stand for themselves. */
function holds(column: 'name_key' | 'username', text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  return sql<boolean>`${sql.ref(column)} like ${pattern} escape '\\'`
}
