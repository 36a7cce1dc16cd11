import type { Transaction } from 'kysely'
import type { EpochMs } from '../../domain/account.ts'
import type { Effects } from '../../domain/account-change.ts'
import type { Schema } from './schema.ts'

/** What a change of an account brings with it beside itself. The caller holds the account. */
export async function bringAbout(
  trx: Transaction<Schema>,
  accountId: string,
  { endsSessions, endsCodes, clearsRelief }: Effects,
  at: EpochMs,
): Promise<void> {
  if (endsSessions) {
    // A session that began in this very millisecond is over as well; the moment never moves back.
    await trx
      .updateTable('accounts')
      .set({ sessions_valid_from: at + 1 })
      .where('id', '=', accountId)
      .where('sessions_valid_from', '<=', at)
      .execute()
  }
  if (endsCodes) {
    await trx
      .updateTable('codes')
      .set({ state: 'replaced' })
      .where('account_id', '=', accountId)
      .where('state', '=', 'live')
      .execute()
  }
  if (clearsRelief) {
    await trx.updateTable('accounts').set({ last_challenge_passed_at: null }).where('id', '=', accountId).execute()
    await trx.deleteFrom('browser_challenges').where('account_id', '=', accountId).execute()
  }
}
