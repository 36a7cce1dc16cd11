import type { Kysely, Selectable, Transaction } from 'kysely'
import type { SignUpLink } from '../../domain/sign-up.ts'
import type { ChangedBy, SignUpLinkStore } from '../../domain/ports/accounts.ts'
import { auditRow } from './audit-trail.ts'
import { lockAccount } from './locks.ts'
import type { Schema } from './schema.ts'

/** One-time sign-up links over SQL: at most one of each account. */
export function sqlSignUpLinks(db: Kysely<Schema>): SignUpLinkStore {
  return {
    issue: (link, by) => db.transaction().execute((trx) => issue(trx, link, by)),
    async find(id) {
      const row = await db.selectFrom('sign_up_links').selectAll().where('id', '=', id).executeTakeFirst()
      return row === undefined ? null : linkOf(row)
    },
    async findByAccount(accountId) {
      const row = await db
        .selectFrom('sign_up_links')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst()
      return row === undefined ? null : linkOf(row)
    },
    use: (link, passwordHash, by) => db.transaction().execute((trx) => use(trx, link, passwordHash, by)),
  }
}

async function issue(trx: Transaction<Schema>, link: SignUpLink, by: ChangedBy): Promise<boolean> {
  await lockAccount(trx, link.accountId)
  const account = await trx
    .selectFrom('accounts')
    .select('company_id')
    .where('id', '=', link.accountId)
    .where('password_hash', '=', '')
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (account === undefined) return false
  const row = { id: link.id, secret_hash: link.secretHash, expires_at: link.expiresAt }
  await trx
    .insertInto('sign_up_links')
    .values({ account_id: link.accountId, ...row })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(row))
    .execute()
  await record(trx, 'sign_up_link_made', { accountId: link.accountId, companyId: account.company_id, by })
  return true
}

/** The account is held first: of many who send the form at once, the second finds no link any more. */
async function use(
  trx: Transaction<Schema>,
  { id, accountId }: Pick<SignUpLink, 'id' | 'accountId'>,
  passwordHash: string,
  by: ChangedBy,
): Promise<boolean> {
  await lockAccount(trx, accountId)
  const { numDeletedRows } = await trx
    .deleteFrom('sign_up_links')
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .where('expires_at', '>', by.at)
    .executeTakeFirst()
  if (numDeletedRows === 0n) return false
  const account = await trx
    .updateTable('accounts')
    .set({ password_hash: passwordHash })
    .where('id', '=', accountId)
    .where('password_hash', '=', '')
    .where('disabled_at', 'is', null)
    .returning('company_id')
    .executeTakeFirst()
  if (account === undefined) return false
  await record(trx, 'signed_up', { accountId, companyId: account.company_id, by })
  return true
}

async function record(
  trx: Transaction<Schema>,
  event: 'sign_up_link_made' | 'signed_up',
  { accountId, companyId, by }: { accountId: string; companyId: string; by: ChangedBy },
): Promise<void> {
  const { at, actor, address = null, requestId = null } = by
  const line = { at, actor, event, accountId, companyId, address, requestId, outcome: 'success', reason: null } as const
  await trx.insertInto('audit_trail').values(auditRow(line)).execute()
}

function linkOf(row: Selectable<Schema['sign_up_links']>): SignUpLink {
  return { id: row.id, accountId: row.account_id, secretHash: row.secret_hash, expiresAt: row.expires_at }
}
