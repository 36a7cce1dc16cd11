import type { Kysely, Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import { FAILURES_REPORTED_FROM, refusedUntil } from '../../domain/failure.ts'
import type { FailureStore } from '../../domain/ports/limits.ts'
import { lockAccount } from './locks.ts'
import type { Schema } from './schema.ts'

/** Failures in a row per account, over SQL. */
export function sqlFailures(db: Kysely<Schema>): FailureStore {
  return {
    begin: (accountId, now) => db.transaction().execute((trx) => begin(trx, accountId, now)),
    async clear(accountId) {
      await db.deleteFrom('failures').where('account_id', '=', accountId).execute()
    },
    async report(accountId, now) {
      const { numUpdatedRows } = await db
        .updateTable('failures')
        .set({ reported_at: now })
        .where('account_id', '=', accountId)
        .where('in_a_row', '>=', FAILURES_REPORTED_FROM)
        .where('reported_at', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    },
  }
}

async function begin(
  trx: Transaction<Schema>,
  accountId: string,
  now: EpochMs,
): Promise<{ allowed: true } | { allowed: false; retryAt: EpochMs }> {
  await lockAccount(trx, accountId)
  const row = await trx.selectFrom('failures').selectAll().where('account_id', '=', accountId).executeTakeFirst()
  const before = { inARow: row?.in_a_row ?? 0, lastAt: row?.last_at ?? now }
  const retryAt = refusedUntil(before, now)
  if (retryAt !== null) return { allowed: false, retryAt }
  const counted = { in_a_row: before.inARow + 1, last_at: now }
  await trx
    .insertInto('failures')
    .values({ account_id: accountId, ...counted })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(counted))
    .execute()
  return { allowed: true }
}
