import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import { type Account, type EpochMs, nameKey } from '../../domain/account.ts'
import type { Factor } from '../../domain/factor.ts'
import type { AccountStore } from '../../domain/ports/accounts.ts'
import type { Asker } from '../../domain/ports/notices.ts'
import { appendLine } from './audit-trail.ts'
import { underMandate } from './companies.ts'
import { type FactorColumns, factorOf, factorRow } from './factor-rows.ts'
import { lockAccount, lockCompanyOf } from './locks.ts'
import type { AccountsTable, Schema } from './schema.ts'

/** Accounts and their factors over SQL. */
export function sqlAccounts(db: Kysely<Schema>): AccountStore {
  return {
    findByUsername: (username) => findAccount(db, 'username', username),
    findById: (id) => findAccount(db, 'id', id),
    async upgradePasswordHash(accountId, from, to) {
      await db
        .updateTable('accounts')
        .set({ password_hash: to })
        .where('id', '=', accountId)
        .where('password_hash', '=', from)
        .execute()
    },
    async adoptLanguage(accountId, language) {
      await db
        .updateTable('accounts')
        .set({ language })
        .where('id', '=', accountId)
        .where('language', 'is', null)
        .execute()
    },
    takeReminder: (accountId, at) => db.transaction().execute((trx) => takeReminder(trx, accountId, at)),
    activateFirstFactor: (accountId, factor, browserId, asker) =>
      db.transaction().execute((trx) => activateFirstFactor(trx, accountId, factor, { browserId, asker })),
    async useTimeStep(factorId, timeStep) {
      const { numUpdatedRows } = await db
        .updateTable('factors')
        .set({ last_time_step: timeStep })
        .where('id', '=', factorId)
        .where('kind', '=', 'totp')
        .where('last_time_step', '<', timeStep)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
    recordChallengePassed: (accountId, at, browserId) =>
      db.transaction().execute((trx) => recordChallengePassed(trx, accountId, at, browserId)),
    async challengePassedInBrowser(accountId, browserId) {
      const passed = await db
        .selectFrom('browser_challenges')
        .select('passed_at')
        .where('account_id', '=', accountId)
        .where('browser_id', '=', browserId)
        .executeTakeFirst()
      return passed?.passed_at ?? null
    },
  }
}

/** In one statement, so that an account and its factors are of the same moment. */
async function findAccount(db: Kysely<Schema>, key: 'id' | 'username', value: string): Promise<Account | undefined> {
  const rows = await db
    .selectFrom('accounts')
    .leftJoin('factors', 'factors.account_id', 'accounts.id')
    .selectAll('accounts')
    .select([
      'factors.id as factor_id',
      'factors.kind as factor_kind',
      'factors.phone as factor_phone',
      'factors.line_type',
      'factors.sealed_key',
      'factors.last_time_step',
      'factors.activated_at',
      'factors.unproved_since',
      'factors.name as factor_name',
    ])
    .where(`accounts.${key}`, '=', value)
    .orderBy('factors.activated_at')
    .orderBy('factors.id')
    .execute()
  const [account] = rows
  return account && accountOf(account, rows)
}

export function accountOf(row: Selectable<AccountsTable>, factors: FactorColumns[]): Account {
  return {
    id: row.id,
    companyId: row.company_id,
    username: row.username,
    name: row.name,
    email: row.email,
    role: row.role,
    language: row.language,
    phone: row.phone,
    passwordHash: row.password_hash === '' ? null : row.password_hash,
    factors: factors.flatMap(factorOf),
    remindedAt: row.reminded_at,
    lastChallengePassedAt: row.last_challenge_passed_at,
    sessionsValidFrom: row.sessions_valid_from,
    disabledAt: row.disabled_at,
  }
}

export function accountRow(account: Account): Insertable<AccountsTable> {
  if (account.factors.length > 0) throw new RangeError('a new account has no factors')
  return {
    id: account.id,
    company_id: account.companyId,
    username: account.username,
    name: account.name,
    name_key: nameKey(account.name),
    email: account.email,
    role: account.role,
    language: account.language,
    phone: account.phone,
    password_hash: account.passwordHash ?? '',
    reminded_at: account.remindedAt,
    last_challenge_passed_at: account.lastChallengePassedAt,
    sessions_valid_from: account.sessionsValidFrom,
    disabled_at: account.disabledAt,
  }
}

/** The company's row is held as well: a mandate is latched either before this, and seen, or after it (A16). */
async function takeReminder(trx: Transaction<Schema>, accountId: string, at: EpochMs): Promise<boolean> {
  await lockCompanyOf(trx, accountId)
  if (!(await lockAccount(trx, accountId))) return false
  if (await hasFactor(trx, accountId)) return false
  if (await underMandate(trx, accountId)) return false
  await trx.updateTable('accounts').set({ reminded_at: at }).where('id', '=', accountId).execute()
  return true
}

async function activateFirstFactor(
  trx: Transaction<Schema>,
  accountId: string,
  factor: Factor,
  { browserId, asker }: { browserId: string | null; asker: Asker | null },
): Promise<boolean> {
  if (!(await lockAccount(trx, accountId))) return false
  if (await hasFactor(trx, accountId)) return false
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('factors')
    .values(factorRow(accountId, factor))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return false
  if (factor.kind === 'phone') {
    await trx.updateTable('accounts').set({ phone: factor.phone }).where('id', '=', accountId).execute()
  }
  await trx.deleteFrom('browser_challenges').where('account_id', '=', accountId).execute()
  await recordChallengePassed(trx, accountId, factor.activatedAt, browserId)
  const { address = null, requestId = null } = asker ?? {}
  const about = { event: 'enrollment', outcome: 'success', accountId, companyId: null, reason: factor.kind } as const
  await appendLine(trx, { ...about, at: factor.activatedAt, address, requestId })
  return true
}

async function hasFactor(trx: Transaction<Schema>, accountId: string): Promise<boolean> {
  const factor = await trx.selectFrom('factors').select('id').where('account_id', '=', accountId).executeTakeFirst()
  return factor !== undefined
}

async function recordChallengePassed(
  trx: Transaction<Schema>,
  accountId: string,
  at: EpochMs,
  browserId: string | null,
): Promise<void> {
  await trx.updateTable('accounts').set({ last_challenge_passed_at: at }).where('id', '=', accountId).execute()
  await noteProvedNumber(trx, accountId)
  if (browserId === null) return
  await trx
    .insertInto('browser_challenges')
    .values({ account_id: accountId, browser_id: browserId, passed_at: at })
    .onConflict((conflict) => conflict.columns(['account_id', 'browser_id']).doUpdateSet({ passed_at: at }))
    .execute()
}

/** A number that somebody else has put in counts as proved once a code that went to it was right (A32). */
async function noteProvedNumber(trx: Transaction<Schema>, accountId: string): Promise<void> {
  await trx
    .updateTable('factors')
    .set({ unproved_since: null })
    .where('account_id', '=', accountId)
    .where('unproved_since', 'is not', null)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('codes')
          .select('codes.id')
          .whereRef('codes.account_id', '=', 'factors.account_id')
          .whereRef('codes.phone', '=', 'factors.phone')
          .whereRef('codes.issued_at', '>=', 'factors.unproved_since')
          .where('codes.state', '=', 'used'),
      ),
    )
    .execute()
}
