import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import type { Account } from '../../src/domain/account.ts'
import type { CodeRecord } from '../../src/domain/ports/codes.ts'
import type { SqlDirectory } from '../../src/stores/sql/directory.ts'
import {
  addAccount,
  account,
  atOnce,
  company,
  eachDirectory,
  newAccount,
  NOW,
  phoneFactor,
  totpFactor,
} from '../stores/directories.ts'

const BY = { at: NOW + 1000, actor: 'command line: root' }
const LIMITS = {
  cooldownMs: 0,
  refusedPerAccountPerHour: 100,
  perNumberPerHour: 100,
  perAccountPerDay: 100,
  lookupsPerAccountPerHour: 20,
  perAddressPerHour: 1e6,
  perPrefixPerHour: 1e6,
  perCompanyPerHour: 1e6,
  perCountryPerDay: null,
  perDay: 1e6,
}

eachDirectory((stage) => {
  const parts = () => stage().directory

  test('A36 · of two admins who are disabled at once, one stays', async () => {
    const { administration, accounts } = parts()
    for (let round = 0; round < 5; round += 1) {
      const admins = await twoAdmins(parts())
      const results = await Promise.all(admins.map(({ id }) => administration.change(id, { kind: 'disable' }, BY)))
      assert.deepEqual(results.toSorted(), ['changed', 'last_admin'])
      const after = await Promise.all(admins.map(({ id }) => accounts.findById(id)))
      assert.equal(after.filter((one) => one?.disabledAt === null).length, 1)
    }
  })

  test('A36 · nor by one losing the role while the other is disabled', async () => {
    const { administration } = parts()
    const [one, other] = await twoAdmins(parts())
    const results = await Promise.all([
      administration.change(one.id, { kind: 'set_role', role: 'member' }, BY),
      administration.change(other.id, { kind: 'disable' }, BY),
    ])
    assert.deepEqual(results.toSorted(), ['changed', 'last_admin'])
  })

  test('A36 · a disabled admin is none; leaveNoAdmin says that it is meant; a refusal is in the audit trail', async () => {
    const { administration, accounts } = parts()
    const [one, other] = await twoAdmins(parts())
    assert.equal(await administration.change(other.id, { kind: 'disable' }, BY), 'changed')
    assert.equal(await administration.change(one.id, { kind: 'set_role', role: 'member' }, BY), 'last_admin')
    assert.equal((await accounts.findById(one.id))?.role, 'admin')
    assert.equal(await administration.change(one.id, { kind: 'disable' }, { ...BY, leaveNoAdmin: true }), 'changed')
    assert.deepEqual(await trail(one.id), [
      { event: 'account_added', outcome: 'success', reason: null, actor: BY.actor },
      { event: 'account_role_set', outcome: 'refused', reason: 'last_admin', actor: BY.actor },
      { event: 'account_disabled', outcome: 'success', reason: null, actor: BY.actor },
    ])
  })

  test('A26 A32 · a new password ends sessions and codes under way and clears relief', async () => {
    const { administration, accounts, codes } = parts()
    const maria = await relieved(parts())
    const code = await issued(parts(), maria)
    await administration.change(maria.id, { kind: 'set_password', passwordHash: 'new' }, BY)
    const after = await accounts.findById(maria.id)
    assert.equal(after?.passwordHash, 'new')
    assert.equal(after?.sessionsValidFrom, BY.at + 1)
    assert.equal(after?.lastChallengePassedAt, null)
    assert.equal(await accounts.challengePassedInBrowser(maria.id, 'browser-1'), null)
    assert.equal((await codes.countTry(code.id, BY.at)).kind, 'unknown')
  })

  test('A32 · another number takes the place of the old one, and is proved by the first right code that went to it', async () => {
    const { administration, accounts, codes } = parts()
    const maria = await relieved(parts())
    const before = await issued(parts(), maria)
    const change = { kind: 'set_phone', phone: '+447400999999', lineType: 'mobile' } as const
    assert.equal(await administration.change(maria.id, change, BY), 'changed')
    const after = await accounts.findById(maria.id)
    assert.equal(after?.phone, change.phone)
    assert.deepEqual(
      after?.factors.map((factor) => factor.kind === 'phone' && [factor.phone, factor.unprovedSince]),
      [[change.phone, BY.at]],
    )
    assert.equal(after?.lastChallengePassedAt, null)
    assert.equal(after?.sessionsValidFrom, maria.sessionsValidFrom)
    assert.equal((await codes.countTry(before.id, BY.at)).kind, 'unknown')

    // A challenge that was passed in another way proves nothing about the number.
    await accounts.recordChallengePassed(maria.id, BY.at, null)
    assert.equal(unproved(await accounts.findById(maria.id)), BY.at)
    const code = await issued(parts(), { ...maria, phone: change.phone }, BY.at)
    assert.equal(await codes.use(code.id, BY.at), true)
    await accounts.recordChallengePassed(maria.id, BY.at + 1, null)
    assert.equal(unproved(await accounts.findById(maria.id)), undefined)
  })

  test('a number that codes go to is not removed from the file, whatever happens at the same time', async () => {
    const { administration, accounts } = parts()
    const { id } = await newAccount(parts())
    await administration.change(id, { kind: 'set_phone', phone: '+447400999999', lineType: 'mobile' }, BY)
    const [removed, enrolled] = await Promise.all([
      administration.change(id, { kind: 'remove_phone' }, BY),
      accounts.activateFirstFactor(id, phoneFactor(), null, null),
    ])
    assert.equal(enrolled, true)
    assert(['changed', 'number_in_use'].includes(removed))
    const number = { kind: 'remove_phone' } as const
    assert.equal(await administration.change(id, number, BY), 'number_in_use')
    assert.equal((await accounts.findById(id))?.phone, phoneFactor().phone)
    await administration.change(id, { kind: 'reset_factors' }, BY)
    assert.equal(await administration.change(id, [number, { kind: 'set_name', name: 'Bo' }], BY), 'changed')
    const { phone, name } = (await accounts.findById(id)) ?? {}
    assert.deepEqual({ phone, name }, { phone: null, name: 'Bo' })
  })

  test('A33 · a number enrolls nobody', async () => {
    const { administration, accounts } = parts()
    const { id } = await newAccount(parts())
    await administration.change(id, { kind: 'set_phone', phone: '+447400999999', lineType: 'mobile' }, BY)
    assert.deepEqual((await accounts.findById(id))?.factors, [])
    await accounts.activateFirstFactor(id, totpFactor(), null, null)
    await administration.change(id, { kind: 'set_phone', phone: '+447400999998', lineType: 'mobile' }, BY)
    assert.deepEqual(
      (await accounts.findById(id))?.factors.map(({ kind }) => kind),
      ['totp'],
    )
  })

  test('A26 · resetting factors removes all of them, the reminder and relief, and ends sessions', async () => {
    const { administration, accounts } = parts()
    const maria = await relieved(parts(), { remindedAt: NOW })
    await administration.change(maria.id, { kind: 'reset_factors' }, BY)
    const after = await accounts.findById(maria.id)
    assert.deepEqual(after?.factors, [])
    assert.equal(after?.remindedAt, null)
    assert.equal(after?.lastChallengePassedAt, null)
    assert.equal(after?.sessionsValidFrom, BY.at + 1)
  })

  test('R3 · an operator’s unlocking forgets the failures; resetting factors does not', async () => {
    const { administration, failures } = parts()
    const { id } = await newAccount(parts())
    for (let failure = 0; failure < 5; failure += 1) await failures.begin(id, NOW)
    await administration.change(id, { kind: 'reset_factors' }, BY)
    assert.equal((await administration.failures(id))?.inARow, 5)
    assert.equal((await failures.begin(id, NOW)).allowed, false)
    await administration.change(id, { kind: 'unlock', forgetsFailures: true }, BY)
    assert.equal(await administration.failures(id), null)
    assert.equal((await failures.begin(id, NOW)).allowed, true)
  })

  test('R3 · unlocking that forgets nothing ends the wait, and the next failure counts on; at a hundred it does nothing', async () => {
    const { administration, failures } = parts()
    const { id } = await newAccount(parts())
    const unlock = () => administration.change(id, { kind: 'unlock', forgetsFailures: false }, { ...BY, at: NOW })
    assert.equal(await unlock(), 'changed')
    assert.equal(await administration.failures(id), null, 'there was nothing to end')
    for (let failure = 1; failure <= 100; failure += 1) {
      assert.equal((await failures.begin(id, NOW)).allowed, true, `failure ${failure}`)
      if (failure % 5 !== 0) continue
      assert.equal((await failures.begin(id, NOW)).allowed, false)
      await unlock()
      assert.equal((await administration.failures(id))?.inARow, failure)
    }
    assert.equal((await failures.begin(id, NOW)).allowed, false)
  })

  test('disabling ends sessions for good, and enabling brings none back; the end of sessions never moves back', async () => {
    const { administration, accounts } = parts()
    const { id } = await newAccount(parts())
    await administration.change(id, { kind: 'disable' }, BY)
    await administration.change(id, { kind: 'disable' }, { ...BY, at: BY.at + 9 })
    assert.equal((await accounts.findById(id))?.disabledAt, BY.at)
    await administration.change(id, { kind: 'enable' }, BY)
    await administration.change(id, { kind: 'end_sessions' }, { ...BY, at: NOW - 5000 })
    const after = await accounts.findById(id)
    assert.equal(after?.disabledAt, null)
    assert.equal(after?.sessionsValidFrom, BY.at + 10)
    assert.equal(await administration.change('nobody', { kind: 'enable' }, BY), 'unknown_account')
  })

  test('accounts are added all or none, each with its line in the audit trail', async () => {
    const { administration, accounts, companies } = parts()
    const employer = company()
    await companies.sync([employer])
    const many = Array.from({ length: 2500 }, () => account({ companyId: employer.id }))
    const [first] = many as [Account]
    assert.equal(await administration.addAll(many, 'account_imported', BY), true)
    assert.deepEqual(await accounts.findById(first.id), first)
    assert.deepEqual(await trail(first.id), [
      { event: 'account_imported', outcome: 'success', reason: null, actor: BY.actor },
    ])

    const more = [account({ companyId: employer.id }), account({ companyId: employer.id, username: first.username })]
    assert.equal(await administration.addAll(more, 'account_imported', BY), false)
    for (const { id } of more) {
      assert.equal(await accounts.findById(id), undefined)
      assert.deepEqual(await trail(id), [])
    }
    const [unheard] = more as [Account]
    const asked = [...many, unheard].map(({ username }) => username)
    assert.deepEqual((await administration.taken(asked)).toSorted(), asked.slice(0, -1).toSorted())
  })

  test('of two imports of one file at once, one adds it and the other nothing', async () => {
    const { administration, companies } = parts()
    const employer = company()
    await companies.sync([employer])
    const usernames = Array.from({ length: 1200 }, () => `${randomUUID()}@northwind.example`)
    const file = () => usernames.map((username) => account({ companyId: employer.id, username }))
    const added = await atOnce(2, () => administration.addAll(file(), 'account_imported', BY))
    assert.equal(added.filter(Boolean).length, 1)
    assert.equal((await administration.page({ companyId: employer.id, after: null, limit: 5000 })).length, 1200)
  })

  test('pages of accounts are in order, with their factors, and of one company if that is asked', async () => {
    const { administration, accounts, companies } = parts()
    const employer = company()
    await companies.sync([employer])
    const names = ['c', 'a', 'b'].map((name) => `${name}-${employer.id}@northwind.example`)
    const added = names.map((username) => account({ companyId: employer.id, username }))
    await administration.addAll(added, 'account_added', BY)
    const [, a] = added as [Account, Account]
    const factors = [phoneFactor({ activatedAt: NOW })]
    await accounts.activateFirstFactor(a.id, factors[0] ?? totpFactor(), null, null)
    const first = await administration.page({ companyId: employer.id, after: null, limit: 2 })
    assert.deepEqual(
      first.map(({ username, factors: held }) => [username[0], held]),
      [
        ['a', factors],
        ['b', []],
      ],
    )
    const after = first.at(-1)?.username ?? ''
    const last = await administration.page({ companyId: employer.id, after, limit: 2 })
    assert.deepEqual(
      last.map(({ username }) => username[0]),
      ['c'],
    )
  })

  async function trail(accountId: string): Promise<Record<string, unknown>[]> {
    const rows = await stage().query(
      `select event, outcome, reason, actor from audit_trail where account_id = '${accountId}' order by id`,
    )
    return rows.map((row) => ({ ...row }))
  }
})

async function twoAdmins(directory: SqlDirectory): Promise<[Account, Account]> {
  const employer = company()
  await directory.companies.sync([employer])
  const [one, other] = [
    account({ companyId: employer.id, role: 'admin' }),
    account({ companyId: employer.id, role: 'admin' }),
  ] as const
  await directory.administration.addAll([one, other], 'account_added', BY)
  return [one, other]
}

/** Somebody who is enrolled with a phone and passed a challenge a moment ago. */
async function relieved(directory: SqlDirectory, changes: Partial<Account> = {}): Promise<Account> {
  const employer = company()
  await directory.companies.sync([employer])
  const maria = account({ companyId: employer.id, ...changes })
  await addAccount(directory, maria)
  await directory.accounts.activateFirstFactor(maria.id, phoneFactor(), 'browser-1', null)
  return { ...maria, phone: phoneFactor().phone }
}

async function issued(directory: SqlDirectory, { id, phone }: Account, at = NOW): Promise<CodeRecord> {
  const record: CodeRecord = {
    id: randomUUID(),
    accountId: id,
    sessionHash: 'session',
    purpose: 'challenge',
    channel: 'sms',
    phone: phone ?? '',
    codeHash: 'hash',
    issuedAt: at,
    expiresAt: at + 600_000,
    triesLeft: 5,
    address: '198.51.100.7',
    country: 'GB',
  }
  assert.deepEqual(await directory.codes.issue(record, LIMITS), { issued: true })
  return record
}

function unproved(maria: Account | undefined): number | undefined {
  const factor = maria?.factors.find((held) => held.kind === 'phone')
  return factor?.unprovedSince
}
