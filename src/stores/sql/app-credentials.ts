import type { Kysely, Transaction } from 'kysely'
import type { CredentialOwner } from '../../domain/app-credential.ts'
import type { AuditEventName } from '../../domain/audit.ts'
import type { ChangedBy } from '../../domain/ports/accounts.ts'
import type { AppCredential, AppCredentialStore } from '../../domain/ports/app-credentials.ts'
import { auditRow } from './audit-trail.ts'
import { lockAccount } from './locks.ts'
import type { Schema } from './schema.ts'
import { freeReason } from '../../domain/audit-reason.ts'

/** What people sign in to apps with, over SQL. */
export function sqlAppCredentials(db: Kysely<Schema>): AppCredentialStore {
  return {
    async find({ accountId, app }) {
      const row = await db
        .selectFrom('app_credentials')
        .select('sealed')
        .where('account_id', '=', accountId)
        .where('app', '=', app)
        .executeTakeFirst()
      return row?.sealed ?? null
    },
    async ofAccount(accountId) {
      const rows = await db
        .selectFrom('app_credentials')
        .select(['app', 'set_at'])
        .where('account_id', '=', accountId)
        .orderBy('app')
        .execute()
      return rows.map(({ app, set_at }) => ({ app, setAt: set_at }))
    },
    set: (credentials, by) => db.transaction().execute((trx) => setAll(trx, credentials, by)),
    remove: (owner, by) => db.transaction().execute((trx) => remove(trx, owner, by)),
  }
}

async function setAll(
  trx: Transaction<Schema>,
  credentials: readonly AppCredential[],
  by: ChangedBy,
): Promise<('set' | 'replaced')[] | null> {
  // In one order, so that no two of these wait for each other.
  const accountIds = [...new Set(credentials.map(({ accountId }) => accountId))].toSorted()
  let allThere = true
  for (const accountId of accountIds) allThere &&= await lockAccount(trx, accountId)
  if (!allThere) return null
  const results: ('set' | 'replaced')[] = []
  for (const credential of credentials) results.push(await set(trx, credential, by))
  return results
}

/** The caller holds the account. */
async function set(
  trx: Transaction<Schema>,
  { accountId, app, sealed }: AppCredential,
  by: ChangedBy,
): Promise<'set' | 'replaced'> {
  const row = { sealed, set_at: by.at }
  const { numUpdatedRows } = await trx
    .updateTable('app_credentials')
    .set(row)
    .where('account_id', '=', accountId)
    .where('app', '=', app)
    .executeTakeFirst()
  const isNew = numUpdatedRows === 0n
  if (isNew) {
    await trx
      .insertInto('app_credentials')
      .values({ account_id: accountId, app, ...row })
      .execute()
  }
  await record(trx, isNew ? 'app_credential_set' : 'app_credential_replaced', { accountId, app }, by)
  return isNew ? 'set' : 'replaced'
}

async function remove(trx: Transaction<Schema>, owner: CredentialOwner, by: ChangedBy): Promise<boolean> {
  if (!(await lockAccount(trx, owner.accountId))) return false
  const { numDeletedRows } = await trx
    .deleteFrom('app_credentials')
    .where('account_id', '=', owner.accountId)
    .where('app', '=', owner.app)
    .executeTakeFirst()
  if (numDeletedRows === 0n) return false
  await record(trx, 'app_credential_removed', owner, by)
  return true
}

async function record(
  trx: Transaction<Schema>,
  event: AuditEventName,
  { accountId, app }: CredentialOwner,
  by: ChangedBy,
): Promise<void> {
  const { at, actor, address = null, requestId = null } = by
  const { company_id: companyId } = await trx
    .selectFrom('accounts')
    .select('company_id')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  const line = {
    at,
    actor,
    event,
    accountId,
    companyId,
    address,
    requestId,
    outcome: 'success',
    reason: freeReason(app),
  } as const
  await trx.insertInto('audit_trail').values(auditRow(line)).execute()
}
