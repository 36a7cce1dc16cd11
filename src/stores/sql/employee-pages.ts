import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Expression, type Kysely, type RawBuilder, type Selectable, sql } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import { refusedUntil } from '../../domain/failure.ts'
import type { EmployeeQuery, EmployeeSort } from '../../domain/ports/employees.ts'
import { wordsToFind } from '../../domain/search-words.ts'
import { statusNumber } from './employee-status.ts'
import { begins } from './employee-words.ts'
import type { AccountsTable, Schema, SqlKind } from './schema.ts'

/** A word that begins no more than this is where a search starts from; those people are looked at, and sorted. */
const FEW = 3000
/** Of a search that finds more by each of its words, so many people are looked at at a time, in their order. */
const LOOKED_AT = 5000
/** And so many times for a page: who is searched by a first name stands together in the order of names, perhaps at its end. */
const STRETCHES = 20
/** So many words are tried, the longest first: a search may have fifty. */
const WORDS_TRIED = 4
/** Longer than any wait that `refusedUntil` answers for fewer failures than lock an account. */
const WAITS_END_WITHIN_MS = 60 * 60_000
const LOCKS_FROM_IN_A_ROW = 100

/** By what each order sorts: columns of one index, of which the last tells everybody apart. */
const ORDERS = {
  name: ['name_key', 'id'],
  username: ['username'],
  last_sign_in: ['last_sign_in_at', 'id'],
  status: ['status', 'name_key', 'id'],
} as const satisfies Record<Unsigned<EmployeeSort>, (keyof AccountsTable)[]>
type Unsigned<Sort extends string> = Sort extends `-${string}` ? never : Sort

/** Where somebody stands in every order. */
export type Position = Pick<Selectable<AccountsTable>, 'id' | 'username' | 'name_key' | 'status' | 'last_sign_in_at'>
const POSITION = ['id', 'username', 'name_key', 'status', 'last_sign_in_at'] as const satisfies (keyof Position)[]

/** One page of a list, for what a page costs: it reads a bounded number of rows, whatever is asked for. */
export async function pageOfEmployees(
  db: Kysely<Schema>,
  kind: SqlKind,
  query: EmployeeQuery,
): Promise<{ rows: Selectable<AccountsTable>[]; next: string | null }> {
  const words = wordsToFind(query.search)
  if (query.search !== '' && words.length === 0) return { rows: [], next: null }
  const after = query.after === null ? null : await positionOf(db, query.companyId, query.after)
  const asked = { ...query, limit: query.limit + 1, words, after }
  if (query.status === 'locked') {
    return cut(
      await amongQuery(db, asked, { kind, people: lockedAmong(db, await lockedIn(db, query)) }).execute(),
      query.limit,
    )
  }
  if (words.length === 0) return cut(await walkQuery(db, asked).execute(), query.limit)
  const rare = await rareWord(db, query.companyId, words)
  if (rare !== null)
    return cut(await amongQuery(db, asked, { kind, people: few(db, query.companyId, rare) }).execute(), query.limit)
  return walkStretches(db, asked)
}

/** Goes on by stretches until the page is full or nobody is left, but no further than `STRETCHES`. */
async function walkStretches(db: Kysely<Schema>, asked: EmployeesAsked) {
  const limit = asked.limit - 1
  const rows: Selectable<AccountsTable>[] = []
  let end: Partial<Position> | null = asked.after
  for (let stretch = 0; stretch < STRETCHES; stretch++) {
    // SQLite answers within this thread, which others wait for.
    if (stretch > 0) await nextTurn()
    const rest: EmployeesAsked = { ...asked, after: end, limit: asked.limit - rows.length }
    end = (await stretchQuery(db, rest).executeTakeFirst()) ?? null
    rows.push(...(await walkQuery(db, { ...rest, end }).execute()))
    if (end === null || rows.length > limit) return cut(rows, limit)
  }
  return { rows, next: end === null ? null : await idAt(db, end) }
}

/** One more was asked for than the page holds, to see whether there is one. */
function cut(rows: Selectable<AccountsTable>[], limit: number) {
  return { rows: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null }
}

export type EmployeesAsked = Pick<EmployeeQuery, 'companyId' | 'status' | 'sort' | 'limit'> & {
  words: string[]
  /** As far as its order needs it. */
  after: Partial<Position> | null
  /** The last one who is looked at. */
  end?: Partial<Position> | null
}

/** Walks the index of the order that is asked for, from where the page before ended. */
export function walkQuery(db: Kysely<Schema>, asked: EmployeesAsked) {
  return inOrder(db.selectFrom('accounts').selectAll('accounts').where(isAskedFor(asked)), asked).limit(asked.limit)
}

/** Where a walk ends that looks at `LOOKED_AT` people; nowhere, if there are not so many. Reads the index alone. */
export function stretchQuery(db: Kysely<Schema>, asked: EmployeesAsked) {
  const all = db
    .selectFrom('accounts')
    .select(columnsOf(asked.sort))
    .where(isAskedFor({ ...asked, words: [] }))
  return inOrder(all, asked)
    .limit(1)
    .offset(LOOKED_AT - 1)
}

/** Looks at these few people, each by id, and sorts whom it finds. */
export function amongQuery(
  db: Kysely<Schema>,
  asked: EmployeesAsked,
  { kind, people }: { kind: SqlKind; people: Expression<{ account_id: string }> },
) {
  // Left to themselves, both would rather read a whole company in the order that is asked for, or in any.
  const accounts =
    kind === 'sqlite'
      ? sql`${people} as few cross join accounts where accounts.id = few.account_id`
      : sql`${people} as few cross join lateral (select * from accounts where id = few.account_id limit 1) as accounts`
  const found = db
    .selectFrom(sql<Selectable<AccountsTable>>`(select accounts.* from ${accounts})`.as('accounts'))
    .selectAll()
    .where(isAskedFor(asked))
  return inOrder(found, asked).limit(asked.limit)
}

/** Who has a word that begins like this. */
export function few(db: Kysely<Schema>, companyId: string, word: string) {
  return db
    .selectFrom(wordsOf(db, companyId, word).limit(FEW).as('some'))
    .select('account_id')
    .distinct()
}

function lockedAmong(db: Kysely<Schema>, accountIds: string[]) {
  const ids = accountIds.length === 0 ? [''] : accountIds
  return db.selectFrom('failures').select('account_id').distinct().where('account_id', 'in', ids)
}

/** How many words begin like this, of which no more than `FEW` and one are looked at. */
export function frequencyQuery(db: Kysely<Schema>, companyId: string, word: string) {
  return db
    .selectFrom(
      wordsOf(db, companyId, word)
        .limit(FEW + 1)
        .as('some'),
    )
    .select((eb) => eb.fn.countAll<number | string>().as('words'))
}

async function rareWord(db: Kysely<Schema>, companyId: string, words: string[]): Promise<string | null> {
  for (const word of words.toSorted((one, other) => other.length - one.length).slice(0, WORDS_TRIED)) {
    const found = await frequencyQuery(db, companyId, word).executeTakeFirstOrThrow()
    if (Number(found.words) <= FEW) return word
  }
  return null
}

function wordsOf(db: Kysely<Schema>, companyId: string, word: string) {
  return db
    .selectFrom('employee_words')
    .select('account_id')
    .where('company_id', '=', companyId)
    .where(begins(word))
    .orderBy('word')
    .orderBy('account_id')
}

function isAskedFor({ companyId, words, status, sort, after, end = null }: EmployeesAsked): RawBuilder<boolean> {
  const descends = sort.startsWith('-')
  const columns = columnsOf(sort)
  const place = (of: Partial<Position>) => sql`(${sql.join(columns.map((column) => sql`${of[column]}`))})`
  const here = sql`(${sql.join(columns.map(columnOfAccount))})`
  return sql.join(
    [
      sql`accounts.company_id = ${companyId}`,
      ...(status === null || status === 'locked' ? [] : [sql`accounts.status = ${statusNumber(status)}`]),
      ...(after === null ? [] : [sql`${here} ${descends ? sql`<` : sql`>`} ${place(after)}`]),
      ...(end === null ? [] : [sql`${here} ${descends ? sql`>=` : sql`<=`} ${place(end)}`]),
      // Not "exists", which Postgres may turn round: everybody's words would be read first.
      ...words.map(
        (word) =>
          sql`(select 1 from employee_words where account_id = accounts.id and ${begins(word)} limit 1) is not null`,
      ),
    ],
    sql` and `,
  )
}

function inOrder<Query extends { orderBy(by: RawBuilder<unknown>, direction: 'asc' | 'desc'): Query }>(
  query: Query,
  { sort }: EmployeesAsked,
): Query {
  const direction = sort.startsWith('-') ? 'desc' : 'asc'
  return columnsOf(sort).reduce((ordered, column) => ordered.orderBy(columnOfAccount(column), direction), query)
}

function columnOfAccount(column: keyof Position): RawBuilder<unknown> {
  return sql.ref(`accounts.${column}`)
}

function columnsOf(sort: EmployeeSort): readonly (keyof Position)[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left of a sort without its sign is one
  return ORDERS[sort.replace('-', '') as Unsigned<EmployeeSort>]
}

/** The order of usernames needs no id to tell people apart, and its index holds none. */
async function idAt(db: Kysely<Schema>, { id, username }: Partial<Position>): Promise<string | null> {
  if (id !== undefined || username === undefined) return id ?? null
  const found = await db.selectFrom('accounts').select('id').where('username', '=', username).executeTakeFirst()
  return found?.id ?? null
}

async function positionOf(db: Kysely<Schema>, companyId: string, id: string): Promise<Position | null> {
  const found = await db
    .selectFrom('accounts')
    .select(POSITION)
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
