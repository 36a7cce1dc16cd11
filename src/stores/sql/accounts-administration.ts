import type { Kysely, Selectable, Transaction, Updateable } from 'kysely'
import { type Account, type EpochMs, nameKey } from '../../domain/account.ts'
import { type AccountChange, effectsOf, takesAdminAway } from '../../domain/account-change.ts'
import type { AccountAdministration, AuditEvent, ChangedBy, ChangeResult } from '../../domain/ports.ts'
import { accountOf } from './accounts.ts'
import { addAll, taken } from './accounts-import.ts'
import { auditRow } from './audit-trail.ts'
import { lockAccount, lockCompanyOf } from './locks.ts'
import type { AccountsTable, Schema } from './schema.ts'

const EVENTS: Record<AccountChange['kind'], string> = {
  set_name: 'account_name_set',
  set_password: 'account_password_set',
  set_phone: 'account_phone_set',
  set_role: 'account_role_set',
  unlock: 'account_unlocked',
  reset_factors: 'account_factors_reset',
  disable: 'account_disabled',
  enable: 'account_enabled',
  end_sessions: 'account_sessions_ended',
}

/** What operators do to accounts, over SQL. */
export function sqlAccountAdministration(db: Kysely<Schema>): AccountAdministration {
  return {
    page: (query) => page(db, query),
    taken: (usernames) => taken(db, usernames),
    addAll: (accounts, event, by) => addAll(db, accounts, event, by),
    change: (accountId, what, by) => db.transaction().execute((trx) => change(trx, accountId, what, by)),
    async failures(accountId) {
      const row = await db.selectFrom('failures').selectAll().where('account_id', '=', accountId).executeTakeFirst()
      return row === undefined ? null : { inARow: row.in_a_row, lastAt: row.last_at }
    },
  }
}

async function page(
  db: Kysely<Schema>,
  { companyId, after, limit }: { companyId: string | null; after: string | null; limit: number },
): Promise<Account[]> {
  const accounts = await db
    .selectFrom('accounts')
    .selectAll()
    .$if(companyId !== null, (query) => query.where('company_id', '=', companyId))
    .$if(after !== null, (query) => query.where('username', '>', after))
    .orderBy('username')
    .limit(limit)
    .execute()
  return withFactors(db, accounts)
}

/** The accounts of these rows, in their order, with their factors. */
export async function withFactors(db: Kysely<Schema>, accounts: Selectable<AccountsTable>[]): Promise<Account[]> {
  if (accounts.length === 0) return []
  const factors = await db
    .selectFrom('factors')
    .selectAll()
    .select(['id as factor_id', 'kind as factor_kind', 'phone as factor_phone'])
    .where(
      'account_id',
      'in',
      accounts.map(({ id }) => id),
    )
    .orderBy('activated_at')
    .orderBy('id')
    .execute()
  const byAccount = Map.groupBy(factors, (factor) => factor.account_id)
  return accounts.map((account) => accountOf(account, byAccount.get(account.id) ?? []))
}

/** The company's row is held first: of two commands that each take one of two last admins away, the second sees the first (A36). */
async function change(
  trx: Transaction<Schema>,
  accountId: string,
  what: AccountChange,
  by: ChangedBy & { leaveNoAdmin?: boolean },
): Promise<ChangeResult> {
  await lockCompanyOf(trx, accountId)
  if (!(await lockAccount(trx, accountId))) return 'unknown_account'
  const row = await trx.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
  const account = accountOf(row, [])
  const refused = by.leaveNoAdmin !== true && takesAdminAway(what, account) && !(await hasOtherAdmin(trx, account))
  if (!refused) {
    await apply(trx, account, what, by.at)
    await bringAbout(trx, account, what, by.at)
  }
  await record(trx, account, what, by, refused)
  return refused ? 'last_admin' : 'changed'
}

async function hasOtherAdmin(trx: Transaction<Schema>, { id, companyId }: Account): Promise<boolean> {
  const other = await trx
    .selectFrom('accounts')
    .select('id')
    .where('company_id', '=', companyId)
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('id', '!=', id)
    .executeTakeFirst()
  return other !== undefined
}

async function apply(trx: Transaction<Schema>, account: Account, what: AccountChange, at: EpochMs): Promise<void> {
  const set = (columns: Updateable<AccountsTable>) =>
    trx.updateTable('accounts').set(columns).where('id', '=', account.id).execute()
  switch (what.kind) {
    case 'set_name':
      await set({ name: what.name, name_key: nameKey(what.name) })
      return
    case 'set_password':
      await set({ password_hash: what.passwordHash })
      return
    case 'set_phone':
      await set({ phone: what.phone })
      // Whoever is enrolled stays so, with this number alone; nobody becomes enrolled (A32, A33).
      await trx
        .updateTable('factors')
        .set({ phone: what.phone, line_type: what.lineType, unproved_since: at })
        .where('account_id', '=', account.id)
        .where('kind', '=', 'phone')
        .where('phone', '!=', what.phone)
        .execute()
      return
    case 'set_role':
      await set({ role: what.role })
      return
    case 'unlock':
      await trx.deleteFrom('failures').where('account_id', '=', account.id).execute()
      return
    case 'reset_factors':
      await trx.deleteFrom('factors').where('account_id', '=', account.id).execute()
      // A reminder taken before would let the next sign-in pass with the password alone.
      await set({ reminded_at: null })
      return
    case 'disable':
      await set({ disabled_at: account.disabledAt ?? at })
      return
    case 'enable':
      await set({ disabled_at: null })
      return
    case 'end_sessions':
  }
}

async function bringAbout(trx: Transaction<Schema>, { id }: Account, what: AccountChange, at: EpochMs): Promise<void> {
  const { endsSessions, endsCodes, clearsRelief } = effectsOf(what)
  if (endsSessions) {
    // A session that began in this very millisecond is over as well; the moment never moves back.
    await trx
      .updateTable('accounts')
      .set({ sessions_valid_from: at + 1 })
      .where('id', '=', id)
      .where('sessions_valid_from', '<=', at)
      .execute()
  }
  if (endsCodes) {
    await trx
      .updateTable('codes')
      .set({ state: 'replaced' })
      .where('account_id', '=', id)
      .where('state', '=', 'live')
      .execute()
  }
  if (clearsRelief) {
    await trx.updateTable('accounts').set({ last_challenge_passed_at: null }).where('id', '=', id).execute()
    await trx.deleteFrom('browser_challenges').where('account_id', '=', id).execute()
  }
}

async function record(
  trx: Transaction<Schema>,
  { id, companyId }: Account,
  what: AccountChange,
  { at, actor, address, requestId }: ChangedBy,
  refused: boolean,
): Promise<void> {
  const event: AuditEvent = {
    at,
    actor,
    event: EVENTS[what.kind],
    accountId: id,
    companyId,
    address: address ?? null,
    requestId: requestId ?? null,
    outcome: refused ? 'refused' : 'success',
    reason: refused ? 'last_admin' : what.kind === 'set_role' ? what.role : null,
  }
  await trx.insertInto('audit_trail').values(auditRow(event)).execute()
}
