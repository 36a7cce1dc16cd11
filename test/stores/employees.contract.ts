import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { EmployeeQuery } from '../../src/domain/ports/employees.ts'
import { otherAdminQuery } from '../../src/stores/sql/accounts-administration.ts'
import {
  amongQuery,
  type EmployeesAsked,
  few,
  frequencyQuery,
  type Position,
  stretchQuery,
  walkQuery,
} from '../../src/stores/sql/employee-pages.ts'
import { adminsQuery, countQuery } from '../../src/stores/sql/employees.ts'
import { addAccount, account, company, NOW, phoneFactor, type Stage, totpFactor } from './directories.ts'
import { type Compiled, planOf, speaking } from './query-plan.ts'

const ORDERS = ['name', 'username', 'last_sign_in', 'status'] as const
const STATUSES = [null, 'enrolled', 'not_enrolled', 'invited', 'locked', 'disabled'] as const
const HOUR = 60 * 60_000
const BY = { at: NOW, actor: 'test' }

/** What every EmployeeDirectory does. */
export function employeeDirectoryContract(stage: () => Stage): void {
  test('A22 · those who may sign in are counted, and those of them who have a factor', async () => {
    const { directory } = stage()
    const { companyId, people } = await office(stage(), ['Ada', 'Bo', 'Cai', 'Dee'])
    await office(stage(), ['Eve'])
    assert.deepEqual(await directory.employees.counts(companyId), { people: 4, enrolled: 0 })
    await directory.accounts.activateFirstFactor(people[0]!.id, phoneFactor(), null, null)
    await directory.accounts.activateFirstFactor(people[1]!.id, totpFactor(), null, null)
    await directory.accounts.activateFirstFactor(people[2]!.id, totpFactor(), null, null)
    await directory.administration.change(people[1]!.id, { kind: 'reset_factors' }, BY)
    await directory.administration.change(people[2]!.id, { kind: 'disable' }, BY)
    assert.deepEqual(await directory.employees.counts(companyId), { people: 3, enrolled: 1 })
    assert.deepEqual(await directory.employees.counts('nobody-works-here'), { people: 0, enrolled: 0 })
    const other = await office(stage(), ['Fay', 'Gus'])
    const counts = await directory.employees.countsOf([companyId, other.companyId, 'nobody-works-here'])
    assert.deepEqual(counts.get(companyId), { people: 3, enrolled: 1 })
    assert.deepEqual(counts.get(other.companyId), { people: 2, enrolled: 0 })
    assert.equal(counts.size, 2)
    assert.equal((await directory.employees.countsOf([])).size, 0)
  })

  test('A30 · a company’s own people, page by page, each once, in every order', async () => {
    const names = ['Émile', 'ada', 'Ada', 'Zoë', 'Bo', 'Bo', 'bo']
    const { companyId } = await office(stage(), names)
    await office(stage(), names)
    const { employees } = stage().directory
    for (const sort of ORDERS) {
      const forwards = await walk(stage(), { companyId, sort })
      assert.equal(new Set(forwards).size, names.length)
      assert.deepEqual(await walk(stage(), { companyId, sort: `-${sort}` }), forwards.toReversed())
    }
    const first = await employees.page(asked({ companyId, limit: 2 }))
    assert.deepEqual(
      first.employees.map((one) => one.account.name.toLowerCase()),
      ['ada', 'ada'],
    )
    assert.equal(first.next, first.employees[1]?.account.id)
    const another = (await office(stage(), ['Ada'])).people[0]
    const elsewhere = await employees.page(asked({ companyId, after: another?.id ?? '', limit: 2 }))
    assert.deepEqual(elsewhere, first, 'somebody of another company is no place to go on from')
  })

  test('A30 R14 · a new name is sorted and found under, and the trail says who gave it, and from where', async () => {
    const { directory, query } = stage()
    const { companyId, people } = await office(stage(), ['Maria', 'Bo'])
    const by = { at: NOW, actor: 'admin: ada@northwind.example', address: '192.0.2.7', requestId: 'r-1' }
    const name = 'Åsa Lindqvist'
    assert.equal(await directory.administration.change(people[0]!.id, { kind: 'set_name', name }, by), 'changed')
    const found = await directory.employees.page(asked({ companyId, search: 'åsa' }))
    assert.deepEqual(
      found.employees.map(({ account: one }) => one),
      [{ ...people[0]!, name }],
    )
    const [line] = await query(
      `select actor, address, request_id, outcome from audit_trail where event = 'account_name_set' and company_id = '${companyId}'`,
    )
    assert.deepEqual({ ...line }, { actor: by.actor, address: by.address, request_id: 'r-1', outcome: 'success' })
  })

  test('people who were there before their words were written are found after the migration', async () => {
    const { query, directory } = stage()
    const { companyId } = await office(stage(), ['Åsa Öberg', 'Bo'])
    // Migrations are done in their order: those that came later go back as well.
    for (const table of ['employee_words', 'app_credentials']) await query(`drop table ${table}`)
    await query(`delete from kysely_migration where name >= '0018_employee_words'`)
    await stage().reopen()
    const { employees } = await directory.employees.page(asked({ companyId, search: 'oberg asa' }))
    assert.deepEqual(
      employees.map(({ account: { name } }) => name),
      ['Åsa Öberg'],
    )
  })

  test('A30 · each word of a search begins a word of name or username, whatever the capitals and accents', async () => {
    const names = ['Maria Lindqvist', 'Åsa Møller', 'Jörg Müller-Groß', '100% Bo', 'Under_score']
    const { companyId } = await office(stage(), names)
    await office(stage(), names)
    const found = async (search: string) => {
      const { employees, next } = await stage().directory.employees.page(asked({ companyId, search }))
      assert.equal(next, null)
      return employees.map(({ account: { name } }) => name)
    }
    for (const [search, expected] of [
      ['LIND', ['Maria Lindqvist']],
      ['lindq mar', ['Maria Lindqvist']],
      ['lindqvist åsa', []],
      ['qvist', []],
      ['moll', ['Åsa Møller']],
      ['muller', ['Jörg Müller-Groß']],
      ['MÜLLER-GROSS', ['Jörg Müller-Groß']],
      ['m', names.toSorted()],
      ['m l', ['Maria Lindqvist']],
      ['100%', ['100% Bo']],
      ['score', ['Under_score']],
      ['%', []],
      ['_', []],
      ["' or 1=1 --", []],
      ['\u{10FFFF}', []],
    ] as const) {
      assert.deepEqual((await found(search)).toSorted(), expected, search)
    }
    assert.equal((await found('@northwind.example')).length, 5)
  })

  test('A30 · a search that thousands match goes on until its page is full, wherever they stand, and leaves nobody out', async () => {
    const { companyId } = await office(stage(), [])
    const { employees } = stage().directory
    await crowd(stage(), companyId, 12_000)
    const first = await employees.page(asked({ companyId, search: 'person' }))
    assert.equal(first.employees.length, 50)
    assert.equal(first.next, first.employees.at(-1)?.account.id)
    // The last 3,001 by their last sign-in, so that they are far from the start.
    await stage().query(`insert into employee_words (account_id, company_id, word)
      select id, company_id, 'zoe' from accounts where company_id = '${companyId}' and last_sign_in_at > 12000 - 3001`)
    const names: string[] = []
    const sizes: number[] = []
    for (let after: string | null = null; ;) {
      const page = await employees.page(asked({ companyId, search: 'zo', sort: 'last_sign_in', after, limit: 1000 }))
      names.push(...page.employees.map(({ account: { name } }) => name))
      sizes.push(page.employees.length)
      if (page.next === null) break
      after = page.next
    }
    assert.deepEqual(sizes, [1000, 1000, 1000, 1])
    assert.deepEqual(
      names,
      Array.from({ length: 3001 }, (_, index) => `Person ${index + 9000}`),
    )
    for (const sort of ORDERS) {
      const ids = await walk(stage(), { companyId, sort, search: 'zo', limit: 2000 })
      assert.deepEqual([ids.length, new Set(ids).size], [3001, 3001], sort)
    }
    const backwards = await employees.page(asked({ companyId, search: 'zo', sort: '-last_sign_in', limit: 2 }))
    assert.deepEqual(
      backwards.employees.map(({ account: { name } }) => name),
      ['Person 12000', 'Person 11999'],
    )
    // One of its words is rare: it starts from there, and is exact at once.
    const both = await employees.page(asked({ companyId, search: 'person p11999', sort: '-name' }))
    assert.deepEqual([both.employees.length, both.next], [1, null])
    const enrolled = await employees.page(asked({ companyId, search: 'p1199', status: 'enrolled' }))
    assert.deepEqual(
      enrolled.employees.map(({ account: { name } }) => name),
      ['Person 11990', 'Person 11994', 'Person 11998'],
    )
  })

  test('A22 · by status: enrolled, not enrolled, locked, disabled; with factors, failures and the last sign-in', async () => {
    const { directory } = stage()
    const { companyId, people } = await office(stage(), ['Ada', 'Bo', 'Cai', 'Dee'])
    const [ada, bo, cai, dee] = people as [Account, Account, Account, Account]
    const factor = phoneFactor()
    await directory.accounts.activateFirstFactor(ada.id, factor, null, null)
    await directory.administration.change(dee.id, { kind: 'disable' }, BY)
    for (let failure = 0; failure < 5; failure++) await directory.failures.begin(cai.id, NOW)
    for (let failure = 0; failure < 4; failure++) await directory.failures.begin(bo.id, NOW)
    const event = { companyId, address: null, requestId: null, outcome: 'success' as const }
    const signIn = { ...event, accountId: ada.id, event: 'sign_in' as const }
    await directory.audit.append({ ...signIn, at: NOW + 1, reason: 'full:challenged_recently' })
    await directory.audit.append({ ...signIn, at: NOW + 2, reason: 'challenge:outside_trusted_networks' })
    await directory.audit.append({ ...event, accountId: bo.id, event: 'challenge', at: NOW + 3, reason: 'phone' })

    const named = async (status: EmployeeQuery['status'], now = NOW) => {
      const { employees } = await directory.employees.page(asked({ companyId, status, now }))
      return employees.map((one) => one.account.name)
    }
    assert.deepEqual(await named(null), ['Ada', 'Bo', 'Cai', 'Dee'])
    assert.deepEqual(await named('enrolled'), ['Ada'])
    assert.deepEqual(await named('not_enrolled'), ['Bo', 'Cai'])
    assert.deepEqual(await named('disabled'), ['Dee'])
    assert.deepEqual(await named('invited'), [])
    assert.deepEqual(await named('locked'), ['Cai'])
    assert.deepEqual(await named('locked', NOW + HOUR), [])

    const { employees } = await directory.employees.page(asked({ companyId }))
    assert.deepEqual(employees[0]?.account.factors, [factor])
    assert.equal(employees[0]?.lastSignInAt, NOW + 1, 'a password alone is no sign-in where a code is owed')
    assert.deepEqual(employees[2]?.failures, { inARow: 5, lastAt: NOW })
    assert.equal(employees[1]?.lastSignInAt, NOW + 3)
    assert.equal(employees[3]?.lastSignInAt, null)
    const found = await directory.employees.find(companyId, ada.id)
    assert.deepEqual(found, employees[0])
    assert.equal(await directory.employees.find('another-company', ada.id), null)
  })

  test('A22 · sorted by last sign-in and by status; the last sign-in outlives the line that it came from', async () => {
    const { directory } = stage()
    const { companyId, people } = await office(stage(), ['Ada', 'Bo', 'Cai', 'Dee'])
    const [ada, bo, cai, dee] = people as [Account, Account, Account, Account]
    const event = { companyId, address: null, requestId: null, outcome: 'success', reason: null } as const
    await directory.audit.append({ ...event, accountId: bo.id, event: 'reminder', at: NOW + 3 })
    await directory.audit.append({ ...event, accountId: ada.id, event: 'enrollment', at: NOW + 2 })
    await directory.audit.append({ ...event, accountId: dee.id, event: 'challenge', at: NOW + 1 })
    await directory.audit.append({ ...event, accountId: dee.id, event: 'proof', at: NOW + 5 })
    await directory.audit.append({ ...event, accountId: dee.id, event: 'challenge', at: NOW + 6, outcome: 'failure' })
    await directory.audit.append({ ...event, accountId: bo.id, event: 'challenge', at: NOW })
    const listed = async (sort: EmployeeQuery['sort']) => {
      const { employees } = await directory.employees.page(asked({ companyId, sort }))
      return employees.map((one) => [one.account.name, one.lastSignInAt])
    }
    const signedIn = [
      ['Cai', null],
      ['Dee', NOW + 1],
      ['Ada', NOW + 2],
      ['Bo', NOW + 3],
    ]
    assert.deepEqual(await listed('last_sign_in'), signedIn)
    assert.deepEqual(await listed('-last_sign_in'), signedIn.toReversed())

    await directory.accounts.activateFirstFactor(ada.id, phoneFactor(), null, null)
    await directory.administration.change(cai.id, { kind: 'disable' }, BY)
    const invited = account({ companyId, name: 'Eve', passwordHash: null })
    await addAccount(directory, invited)
    const byStatus = async () => (await listed('status')).map(([name]) => name)
    assert.deepEqual(await byStatus(), ['Bo', 'Dee', 'Eve', 'Ada', 'Cai'])
    const { employees } = await directory.employees.page(asked({ companyId, status: 'invited' }))
    assert.deepEqual(
      employees.map((one) => one.account),
      [invited],
    )
    assert.deepEqual(await directory.employees.counts(companyId), { people: 4, enrolled: 1 })
  })

  test('A36 · an admin who has not signed up yet, or is disabled, is no other admin', async () => {
    const { directory } = stage()
    const { companyId, people } = await office(stage(), ['Ada', 'Bo'])
    const [ada, bo] = people as [Account, Account]
    await directory.administration.change(ada.id, { kind: 'set_role', role: 'admin' }, BY)
    const eve = account({ companyId, role: 'admin', passwordHash: null })
    await addAccount(directory, eve)
    assert.equal(await directory.employees.hasOtherAdmin(companyId, ada.id), false)
    assert.equal(await directory.administration.change(ada.id, { kind: 'disable' }, BY), 'last_admin')
    assert.equal(await directory.administration.change(eve.id, { kind: 'set_role', role: 'member' }, BY), 'changed')
    await directory.administration.change(bo.id, { kind: 'set_role', role: 'admin' }, BY)
    assert.equal(await directory.employees.hasOtherAdmin(companyId, ada.id), true)
    await directory.administration.change(bo.id, { kind: 'disable' }, BY)
    assert.equal(await directory.employees.hasOtherAdmin(companyId, ada.id), false)
  })

  test('the admins of a company who may sign in, page by page', async () => {
    const { directory } = stage()
    const { companyId, people } = await office(stage(), ['Ada', 'Bo', 'Cai', 'Dee', 'Eli'])
    for (const { id } of people.slice(0, 4))
      await directory.administration.change(id, { kind: 'set_role', role: 'admin' }, BY)
    await directory.administration.change(people[1]!.id, { kind: 'disable' }, BY)
    const expected = [people[0]!, people[2]!, people[3]!].map(({ username }) => username).toSorted()
    const first = await directory.employees.admins(companyId, { after: null, limit: 2 })
    const second = await directory.employees.admins(companyId, { after: expected[1]!, limit: 2 })
    assert.deepEqual(
      [...first, ...second].map(({ username }) => username),
      expected,
    )
  })

  test('with 20,000 people every list, search and count walks an index, and sorts no more than 3,000 rows', async () => {
    const { companyId, people } = await office(stage(), ['Ada'])
    const other = await office(stage(), ['Zoë'])
    for (const id of [companyId, other.companyId]) await crowd(stage(), id, 20_000)
    const { id, username } = people[0]!
    const place: Position = { id, username, name_key: 'ada', status: 0, last_sign_in_at: NOW }
    const db = speaking(stage())
    const kind = stage().directory.sqlite === null ? 'postgres' : 'sqlite'
    const expected: [string, { compile: () => Compiled }, RegExp][] = [
      ['counts', countQuery(db, [companyId, other.companyId]), /accounts_(counted|by_status)/],
      ['other admin', otherAdminQuery(db, companyId, id), /accounts_by_role/],
      ['admins', adminsQuery(db, companyId, { after: username, limit: 50 }), /accounts_by_role/],
      ['how frequent', frequencyQuery(db, companyId, 'person'), /employee_words_by_company/],
    ]
    for (const sort of ORDERS.flatMap((order) => [order, `-${order}`] as const)) {
      for (const status of STATUSES) {
        for (const after of [null, place]) {
          const list: EmployeesAsked = { companyId, sort, status, after, words: [], limit: 51 }
          const search = { ...list, words: ['person', '1'] }
          const what = `${status ?? 'everybody'} by ${sort}, ${after === null ? 'first' : 'further'} page`
          const among = amongQuery(db, search, { kind, people: few(db, companyId, '1') })
          expected.push([
            `few of ${what}`,
            among,
            /employee_words_by_company[^]*(Index Scan using accounts_pkey|SEARCH accounts [^\n]*\(id=\?\))/,
          ])
          if (status === 'locked') continue
          const index = indexFor(sort, status)
          expected.push([`list of ${what}`, walkQuery(db, list), index])
          expected.push([`stretch of ${what}`, stretchQuery(db, list), index])
          expected.push([`search of ${what}`, walkQuery(db, { ...search, end: place }), index])
        }
      }
    }
    for (const [what, query, index] of expected) {
      const plan = await planOf(stage(), query.compile())
      assert.match(plan, index, `${what}: ${plan}`)
      assert.doesNotMatch(plan, /Seq Scan|SCAN employee_words/, `${what}: ${plan}`)
      if (!what.startsWith('few'))
        assert.doesNotMatch(plan, /SCAN accounts|TEMP B-TREE FOR ORDER BY/, `${what}: ${plan}`)
      // Postgres says how many rows it expects to sort: a handful of admins it may.
      for (const [, rows] of plan.matchAll(/Sort +\(cost=\S+ rows=(\d+)/g))
        assert(Number(rows) <= 3000, `${what}: ${plan}`)
    }
  })
}

/** The index that has the order, behind the status where that is asked for. */
function indexFor(sort: EmployeeQuery['sort'], status: EmployeeQuery['status']): RegExp {
  switch (sort.replace('-', '')) {
    case 'name':
      return status === null ? /accounts_by_name/ : /accounts_by_status\b/
    case 'username':
      return status === null ? /accounts_by_company|accounts_username/ : /accounts_by_status_username/
    case 'last_sign_in':
      return status === null ? /accounts_by_sign_in/ : /accounts_by_status_sign_in/
    default:
      return /accounts_by_status\b/
  }
}

/** A new company with people of these names. */
async function office({ directory }: Stage, names: string[]): Promise<{ companyId: string; people: Account[] }> {
  const employer = company()
  await directory.companies.sync([employer])
  const people = names.map((name) => account({ companyId: employer.id, name }))
  for (const one of people) await addAccount(directory, one)
  return { companyId: employer.id, people }
}

/** So many more people of a company: `Person 1` and on, of every status in turn, who signed in one after the other. */
async function crowd({ directory, query }: Stage, companyId: string, people: number): Promise<void> {
  const numbers = `with recursive n (i) as (select 1 union all select i + 1 from n where i < ${people})`
  await query(`
    insert into accounts (id, company_id, username, name, name_key, role, password_hash, sessions_valid_from,
      enrolled_at, disabled_at, last_sign_in_at)
    ${numbers} select '${companyId}-' || i, '${companyId}', 'p' || i || '@${companyId}', 'Person ' || i, 'person ' || i,
      'member', case when i % 4 = 1 then '' else '-' end, 0, case when i % 4 = 2 then 1 end, case when i % 4 = 3 then 1 end,
      i from n`)
  for (const word of [`'person'`, `cast(i as text)`, `'p' || i`]) {
    await query(`insert into employee_words (account_id, company_id, word)
      ${numbers} select '${companyId}-' || i, '${companyId}', ${word} from n`)
  }
  // On Postgres an index is only read alone where a vacuum, which comes by itself in time, has been.
  await query(directory.sqlite === null ? 'vacuum analyze' : 'analyze')
}

function asked(changes: Partial<EmployeeQuery> & { companyId: string }): EmployeeQuery {
  return { search: '', status: null, sort: 'name', after: null, limit: 50, now: NOW, ...changes }
}

/** Everybody's id, three at a time. */
async function walk(
  { directory }: Stage,
  query: Pick<EmployeeQuery, 'companyId' | 'sort'> & Partial<EmployeeQuery>,
): Promise<string[]> {
  const ids: string[] = []
  for (let after: string | null = null; ;) {
    const found = await directory.employees.page(asked({ limit: 3, ...query, after }))
    ids.push(...found.employees.map((one) => one.account.id))
    if (found.next === null) return ids
    after = found.next
  }
}
