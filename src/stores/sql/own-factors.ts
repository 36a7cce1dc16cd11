import type { Kysely, Transaction } from 'kysely'
import type { AuditEvent } from '../../domain/audit.ts'
import { effectsOfFactorChange, MOST_APPS } from '../../domain/factor-change.ts'
import type { PhoneFactor, TotpFactor } from '../../domain/factor.ts'
import type { ChangedBy, OwnFactorStore } from '../../domain/ports/accounts.ts'
import { auditRow } from './audit-trail.ts'
import { underMandate } from './companies.ts'
import { bringAbout } from './effects.ts'
import { factorRow } from './factor-rows.ts'
import { lockAccount, lockCompanyOf } from './locks.ts'
import type { Schema } from './schema.ts'

/** What people do to factors of their own, over SQL. */
export function sqlOwnFactors(db: Kysely<Schema>): OwnFactorStore {
  return {
    addApp: (accountId, factor, by) => db.transaction().execute((trx) => addApp(trx, accountId, factor, by)),
    setPhone: (accountId, factor, by) => db.transaction().execute((trx) => setPhone(trx, accountId, factor, by)),
    renameApp: (accountId, factorId, name, by) =>
      db.transaction().execute((trx) => renameApp(trx, accountId, factorId, name, by)),
    remove: (accountId, factorId, by) => db.transaction().execute((trx) => remove(trx, accountId, factorId, by)),
  }
}

async function addApp(
  trx: Transaction<Schema>,
  accountId: string,
  factor: TotpFactor,
  by: ChangedBy,
): Promise<'added' | 'refused'> {
  if (!(await lockAccount(trx, accountId))) return 'refused'
  const held = await factorsOf(trx, accountId)
  // Whoever has none yet proves another thing first: that nobody else enrolled meanwhile.
  if (held.length === 0 || held.filter(({ kind }) => kind === 'totp').length >= MOST_APPS) return 'refused'
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('factors')
    .values(factorRow(accountId, factor))
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows !== 1n) return 'refused'
  await bringAbout(trx, accountId, effectsOfFactorChange('factor_added'), by.at)
  await record(trx, accountId, { event: 'factor_added', reason: 'totp', outcome: 'success' }, by)
  return 'added'
}

/** In place, where there is one: the account is enrolled since when it was. */
async function setPhone(
  trx: Transaction<Schema>,
  accountId: string,
  factor: PhoneFactor,
  by: ChangedBy,
): Promise<'changed' | 'added' | 'refused'> {
  if (!(await lockAccount(trx, accountId))) return 'refused'
  const held = await factorsOf(trx, accountId)
  if (held.length === 0) return 'refused'
  const phone = held.find(({ kind }) => kind === 'phone')
  if (phone === undefined) {
    await trx.insertInto('factors').values(factorRow(accountId, factor)).execute()
  } else {
    await trx
      .updateTable('factors')
      .set({ phone: factor.phone, line_type: factor.lineType, unproved_since: null })
      .where('id', '=', phone.id)
      .execute()
  }
  await trx.updateTable('accounts').set({ phone: factor.phone }).where('id', '=', accountId).execute()
  const event = phone === undefined ? 'factor_added' : 'phone_changed'
  await bringAbout(trx, accountId, effectsOfFactorChange(event), by.at)
  await record(trx, accountId, { event, reason: 'phone', outcome: 'success' }, by)
  return phone === undefined ? 'added' : 'changed'
}

async function renameApp(
  trx: Transaction<Schema>,
  accountId: string,
  factorId: string,
  name: string,
  by: ChangedBy,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('factors')
    .set({ name })
    .where('id', '=', factorId)
    .where('account_id', '=', accountId)
    .where('kind', '=', 'totp')
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) return false
  await record(trx, accountId, { event: 'factor_renamed', reason: 'totp', outcome: 'success' }, by)
  return true
}

/** The company is held first: a mandate is latched either before this, and seen, or after it. */
async function remove(
  trx: Transaction<Schema>,
  accountId: string,
  factorId: string,
  by: ChangedBy,
): Promise<'removed' | 'unknown' | 'last'> {
  await lockCompanyOf(trx, accountId)
  if (!(await lockAccount(trx, accountId))) return 'unknown'
  const held = await factorsOf(trx, accountId)
  const factor = held.find(({ id }) => id === factorId)
  if (factor === undefined) return 'unknown'
  const about = { event: 'factor_removed' as const, reason: factor.kind }
  if (held.length === 1 && (await underMandate(trx, accountId))) {
    await record(trx, accountId, { ...about, outcome: 'refused', reason: 'last_factor' }, by)
    return 'last'
  }
  await trx.deleteFrom('factors').where('id', '=', factorId).execute()
  // A reminder taken before would let the next sign-in pass with the password alone.
  if (held.length === 1)
    await trx.updateTable('accounts').set({ reminded_at: null }).where('id', '=', accountId).execute()
  await bringAbout(trx, accountId, effectsOfFactorChange('factor_removed'), by.at)
  await record(trx, accountId, { ...about, outcome: 'success' }, by)
  return 'removed'
}

function factorsOf(trx: Transaction<Schema>, accountId: string) {
  return trx.selectFrom('factors').select(['id', 'kind']).where('account_id', '=', accountId).execute()
}

async function record(
  trx: Transaction<Schema>,
  accountId: string,
  facts: Pick<AuditEvent, 'event' | 'reason' | 'outcome'>,
  { at, actor, address, requestId }: ChangedBy,
): Promise<void> {
  const { company_id: companyId } = await trx
    .selectFrom('accounts')
    .select('company_id')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const about = { at, actor, accountId, companyId, address: address ?? null, requestId: requestId ?? null }
  await trx
    .insertInto('audit_trail')
    .values(auditRow({ ...about, ...facts }))
    .execute()
}
