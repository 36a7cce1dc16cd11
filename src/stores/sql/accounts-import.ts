import type { Kysely } from 'kysely'
import type { Account } from '../../domain/account.ts'
import type { AuditEvent } from '../../domain/audit.ts'
import type { ChangedBy } from '../../domain/ports/accounts.ts'
import { accountRow } from './accounts.ts'
import { auditRow } from './audit-trail.ts'
import { inBatches } from './batches.ts'
import { addWords } from './employee-words.ts'
import type { Schema } from './schema.ts'

/** Which of these usernames are given already. */
export async function taken(db: Kysely<Schema>, usernames: string[]): Promise<string[]> {
  const found: string[] = []
  for (const some of inBatches(usernames)) {
    const rows = await db.selectFrom('accounts').select('username').where('username', 'in', some).execute()
    found.push(...rows.map(({ username }) => username))
  }
  return found
}

/** Adds all accounts and their lines in the audit trail in one transaction, or nothing if a username is given. */
export async function addAll(
  db: Kysely<Schema>,
  accounts: Account[],
  event: 'account_added' | 'account_imported',
  { at, actor, address, requestId }: ChangedBy,
): Promise<boolean> {
  const from = { address: address ?? null, requestId: requestId ?? null }
  const success = { event, at, actor, ...from, outcome: 'success' as const, reason: null }
  const eventOf = ({ id, companyId }: Account): AuditEvent => ({ ...success, accountId: id, companyId })
  const trx = await db.startTransaction().execute()
  try {
    for (const some of inBatches(accounts)) {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('accounts')
        .values(some.map(accountRow))
        .onConflict((conflict) => conflict.column('username').doNothing())
        .executeTakeFirst()
      if (numInsertedOrUpdatedRows !== BigInt(some.length)) {
        await trx.rollback().execute()
        return false
      }
      await addWords(trx, some)
      const lines = some.map((account) => auditRow(eventOf(account)))
      await trx.insertInto('audit_trail').values(lines).execute()
    }
    await trx.commit().execute()
    return true
  } catch (error) {
    await trx.rollback().execute()
    throw error
  }
}
