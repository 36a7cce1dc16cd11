import type { Kysely, Selectable, Transaction, Updateable } from 'kysely'
import { type Account, type EpochMs, nameKey } from '../../domain/account.ts'
import {
  type AccountChange,
  auditFactsOf,
  type ChangeResult,
  effectsOf,
  takesAdminAway,
} from '../../domain/account-change.ts'
import type { AuditEvent } from '../../domain/audit.ts'
import { type FailureCount, withoutWait } from '../../domain/failure.ts'
import type { AccountAdministration, ChangedBy } from '../../domain/ports/accounts.ts'
import { accountOf } from './accounts.ts'
import { addAll, taken } from './accounts-import.ts'
import { auditRow } from './audit-trail.ts'
import { bringAbout } from './effects.ts'
import { replaceWords } from './employee-words.ts'
import { lockAccount, lockCompanyOf } from './locks.ts'
import type { AccountsTable, Schema } from './schema.ts'

/** What operators and admins do to accounts, over SQL. */
export function sqlAccountAdministration(db: Kysely<Schema>): AccountAdministration {
  return {
    page: (query) => page(db, query),
    taken: (usernames) => taken(db, usernames),
    addAll: (accounts, event, by) => addAll(db, accounts, event, by),
    change: (accountId, changes, by) => db.transaction().execute((trx) => change(trx, accountId, [changes].flat(), by)),
    failures: (accountId) => failuresOf(db, accountId),
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
    .select(['id as factor_id', 'kind as factor_kind', 'phone as factor_phone', 'name as factor_name'])
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
  changes: AccountChange[],
  by: ChangedBy & { leaveNoAdmin?: boolean },
): Promise<ChangeResult> {
  await lockCompanyOf(trx, accountId)
  if (!(await lockAccount(trx, accountId))) return 'unknown_account'
  const row = await trx.selectFrom('accounts').selectAll().where('id', '=', accountId).executeTakeFirstOrThrow()
  const account = accountOf(row, [])
  const refused = changes.find((what) => takesAdminAway(what, account))
  if (refused !== undefined && by.leaveNoAdmin !== true && !(await hasOtherAdmin(trx, account.companyId, accountId))) {
    await record(trx, account, refused, by, 'last_admin')
    return 'last_admin'
  }
  const removal = changes.find(({ kind }) => kind === 'remove_phone')
  if (removal !== undefined && (await hasPhoneFactor(trx, accountId))) {
    await record(trx, account, removal, by, 'number_in_use')
    return 'number_in_use'
  }
  for (const what of changes) {
    await apply(trx, account, what, by.at)
    await bringAbout(trx, accountId, effectsOf(what), by.at)
    await record(trx, account, what, by, 'changed')
  }
  return 'changed'
}

async function hasPhoneFactor(trx: Transaction<Schema>, accountId: string): Promise<boolean> {
  const phones = trx.selectFrom('factors').select('id').where('account_id', '=', accountId).where('kind', '=', 'phone')
  return (await phones.executeTakeFirst()) !== undefined
}

/** Whether a company has an admin who can sign in besides this one. */
export async function hasOtherAdmin(db: Kysely<Schema>, companyId: string, accountId: string): Promise<boolean> {
  return (await otherAdminQuery(db, companyId, accountId).executeTakeFirst()) !== undefined
}

export function otherAdminQuery(db: Kysely<Schema>, companyId: string, accountId: string) {
  return db
    .selectFrom('accounts')
    .select('id')
    .where('company_id', '=', companyId)
    .where('role', '=', 'admin')
    .where('disabled_at', 'is', null)
    .where('password_hash', '!=', '')
    .where('id', '!=', accountId)
    .limit(1)
}

async function apply(trx: Transaction<Schema>, account: Account, what: AccountChange, at: EpochMs): Promise<void> {
  const set = (columns: Updateable<AccountsTable>) =>
    trx.updateTable('accounts').set(columns).where('id', '=', account.id).execute()
  switch (what.kind) {
    case 'set_name':
      await set({ name: what.name, name_key: nameKey(what.name) })
      await replaceWords(trx, { ...account, name: what.name })
      return
    case 'set_password':
      await set({ password_hash: what.passwordHash })
      await endSignUpLink(trx, account)
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
    case 'remove_phone':
      await set({ phone: null })
      return
    case 'set_desk_phone':
      await set({ desk_phone: what.deskPhone })
      return
    case 'set_role':
      await set({ role: what.role })
      return
    case 'set_language':
      await set({ language: what.language })
      return
    case 'unlock':
      await (what.forgetsFailures ? forgetFailures(trx, account) : endWait(trx, account, at))
      return
    case 'reset_factors':
      await trx.deleteFrom('factors').where('account_id', '=', account.id).execute()
      // A reminder taken before would let the next sign-in pass with the password alone.
      await set({ reminded_at: null })
      return
    case 'disable':
      await set({ disabled_at: account.disabledAt ?? at })
      await endSignUpLink(trx, account)
      return
    case 'enable':
      await set({ disabled_at: null })
      return
    case 'remove_app_credentials':
      await trx.deleteFrom('app_credentials').where('account_id', '=', account.id).execute()
      return
    case 'end_sessions':
  }
}

async function forgetFailures(trx: Transaction<Schema>, { id }: Account): Promise<void> {
  await trx.deleteFrom('failures').where('account_id', '=', id).execute()
}

async function endWait(trx: Transaction<Schema>, { id }: Account, at: EpochMs): Promise<void> {
  const failures = await failuresOf(trx, id)
  if (failures === null) return
  const { lastAt } = withoutWait(failures, at)
  await trx.updateTable('failures').set({ last_at: lastAt }).where('account_id', '=', id).execute()
}

async function failuresOf(db: Kysely<Schema>, accountId: string): Promise<FailureCount | null> {
  const row = await db.selectFrom('failures').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  return row === undefined ? null : { inARow: row.in_a_row, lastAt: row.last_at }
}

async function endSignUpLink(trx: Transaction<Schema>, { id }: Account): Promise<void> {
  await trx.deleteFrom('sign_up_links').where('account_id', '=', id).execute()
}

async function record(
  trx: Transaction<Schema>,
  { id, companyId }: Account,
  what: AccountChange,
  { at, actor, address, requestId }: ChangedBy,
  result: Exclude<ChangeResult, 'unknown_account'>,
): Promise<void> {
  const event: AuditEvent = {
    at,
    actor,
    ...auditFactsOf(what, result),
    accountId: id,
    companyId,
    address: address ?? null,
    requestId: requestId ?? null,
  }
  await trx.insertInto('audit_trail').values(auditRow(event)).execute()
}
