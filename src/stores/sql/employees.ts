import type { Kysely, Selectable } from 'kysely'
import type {
  Employee,
  EmployeeDirectory,
  EmployeeList,
  EmployeeQuery,
  EnrollmentCounts,
} from '../../domain/ports/employees.ts'
import { hasOtherAdmin, withFactors } from './accounts-administration.ts'
import { pageOfEmployees } from './employee-pages.ts'
import { statusNumber } from './employee-status.ts'
import type { AccountsTable, Schema, SqlKind } from './schema.ts'

/** The people of one company over SQL. */
export function sqlEmployees(db: Kysely<Schema>, kind: SqlKind): EmployeeDirectory {
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
    page: (query) => page(db, kind, query),
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

/** Reads nothing but an index. */
export function countQuery(db: Kysely<Schema>, companyIds: string[]) {
  return db
    .selectFrom('accounts')
    .select((eb) => ['company_id', 'status', eb.fn.countAll<number | string>().as('people')])
    .where('company_id', 'in', companyIds)
    .where('status', '<', statusNumber('disabled'))
    .groupBy(['company_id', 'status'])
}

async function countsOf(db: Kysely<Schema>, companyIds: string[]): Promise<Map<string, EnrollmentCounts>> {
  if (companyIds.length === 0) return new Map()
  const rows = Map.groupBy(await countQuery(db, companyIds).execute(), (row) => row.company_id)
  const total = (some: { people: number | string }[]): number =>
    some.reduce((sum, { people }) => sum + Number(people), 0)
  const isEnrolled = ({ status }: { status: number }): boolean => status === statusNumber('enrolled')
  return new Map([...rows].map(([id, of]) => [id, { people: total(of), enrolled: total(of.filter(isEnrolled)) }]))
}

async function page(db: Kysely<Schema>, kind: SqlKind, query: EmployeeQuery): Promise<EmployeeList> {
  const { rows, next } = await pageOfEmployees(db, kind, query)
  return { employees: await employeesOf(db, rows), next }
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
