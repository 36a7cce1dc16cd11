import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { EmployeeQuery } from '../../src/domain/ports/employees.ts'
import { otherAdminQuery } from '../../src/stores/sql/accounts-administration.ts'
import { adminsQuery, countQuery, pageQuery, type Position } from '../../src/stores/sql/employees.ts'
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
    assert.equal(first.more, true)
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

  test('A30 · search finds what name or username holds; %, _ and \\ stand for themselves', async () => {
    const { companyId } = await office(stage(), [
      'Maria Lindqvist',
      'Åsa Öberg',
      '100% Bo',
      'Under_score',
      'Back\\slash',
    ])
    const found = async (search: string) => {
      const { employees } = await stage().directory.employees.page(asked({ companyId, search }))
      return employees.map(({ account: { name } }) => name)
    }
    assert.deepEqual(await found('LIND'), ['Maria Lindqvist'])
    assert.deepEqual(await found('öbe'), ['Åsa Öberg'])
    assert.deepEqual(await found('%'), ['100% Bo'])
    assert.deepEqual(await found('_'), ['Under_score'])
    assert.deepEqual(await found('\\'), ['Back\\slash'])
    assert.deepEqual(await found('lindkvist'), [])
    assert.equal((await found('@northwind.example')).length, 5)
    assert.deepEqual(await found("' or 1=1 --"), [])
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

  test('with 20,000 people every list and count walks an index, and sorts nothing', async () => {
    const { companyId, people } = await office(stage(), ['Ada'])
    const crowd = await office(stage(), ['Zoë'])
    for (const id of [companyId, crowd.companyId]) {
      await stage().query(`
        insert into accounts (id, company_id, username, name, name_key, role, password_hash, sessions_valid_from,
          enrolled_at, disabled_at, last_sign_in_at)
        with recursive n (i) as (select 1 union all select i + 1 from n where i < 20000)
        select '${id}-' || i, '${id}', 'p' || i || '@${id}', 'Person ' || i, 'person ' || i, 'member',
          case when i % 4 = 1 then '' else '-' end, 0, case when i % 4 = 2 then 1 end, case when i % 4 = 3 then 1 end, i
          from n`)
    }
    // On Postgres an index is only read alone where a vacuum, which comes by itself in time, has been.
    await stage().query(stage().directory.sqlite === null ? 'vacuum analyze' : 'analyze')
    const { id, username } = people[0]!
    const after: Position = { id, username, name_key: 'ada', status: 0, last_sign_in_at: NOW }
    const locked = [id]
    const db = speaking(stage())
    const expected: [string, { compile: () => Compiled }, RegExp][] = [
      ['counts', countQuery(db, [companyId, crowd.companyId]), /accounts_(counted|by_status)/],
      ['other admin', otherAdminQuery(db, companyId, id), /accounts_by_role/],
      ['admins', adminsQuery(db, companyId, { after: username, limit: 50 }), /accounts_by_role/],
    ]
    for (const sort of ORDERS.flatMap((order) => [order, `-${order}`] as const)) {
      for (const status of STATUSES) {
        const index = status === 'locked' ? /accounts_\w+/ : indexFor(sort, status)
        const query = asked({ companyId, sort, status })
        const what = `${status ?? 'everybody'} by ${sort}`
        expected.push([`first ${what}`, pageQuery(db, query, { after: null, locked }), index])
        expected.push([`further ${what}`, pageQuery(db, query, { after, locked }), index])
        const searched = { ...query, search: 'person 1' }
        expected.push([`searched ${what}`, pageQuery(db, searched, { after, locked }), /accounts_\w+/])
      }
    }
    for (const [what, query, index] of expected) {
      const plan = await planOf(stage(), query.compile())
      assert.match(plan, index, `${what}: ${plan}`)
      assert.doesNotMatch(plan, /Seq Scan|SCAN accounts/, `${what}: ${plan}`)
      // Whoever is locked is one of few, and these may be sorted.
      if (!what.includes('locked')) assert.doesNotMatch(plan, /TEMP B-TREE FOR ORDER BY|Sort Key/, `${what}: ${plan}`)
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

function asked(changes: Partial<EmployeeQuery> & { companyId: string }): EmployeeQuery {
  return { search: '', status: null, sort: 'name', after: null, limit: 50, now: NOW, ...changes }
}

/** Everybody's id, three at a time. */
async function walk({ directory }: Stage, query: Pick<EmployeeQuery, 'companyId' | 'sort'>): Promise<string[]> {
  const ids: string[] = []
  for (let more = true; more;) {
    const found = await directory.employees.page(asked({ ...query, limit: 3, after: ids.at(-1) ?? null }))
    ids.push(...found.employees.map((one) => one.account.id))
    more = found.more
  }
  return ids
}
